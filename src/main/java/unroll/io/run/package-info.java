/** The directory of a run: its files, its lock, and what running the same command again means. */
package unroll.io.run;
