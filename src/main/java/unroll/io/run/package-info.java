/** The directory of a run: its files, its lock, and the meaning of repeating a command. */
package unroll.io.run;
