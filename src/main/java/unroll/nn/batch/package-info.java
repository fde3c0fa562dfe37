/** Batches: named streams of packed sequences. */
package unroll.nn.batch;
