/** Reading rows: what they must hold, and why some are rejected. */
package unroll.encode.row;
