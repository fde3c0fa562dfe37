/** Examples, blocks of them, and batches by length. */
package unroll.data;
