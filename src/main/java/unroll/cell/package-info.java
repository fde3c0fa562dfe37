/** Recurrent cells, one file each, and their registry. */
package unroll.cell;
