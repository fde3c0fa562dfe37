/** Reads, checks and writes configurations. */
package unroll.conf.read;
