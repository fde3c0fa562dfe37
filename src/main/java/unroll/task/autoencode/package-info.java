/** The task {@code autoencode}: a vector for each sequence, from which the sequence is repeated. */
package unroll.task.autoencode;
