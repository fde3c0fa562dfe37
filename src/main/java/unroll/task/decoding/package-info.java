/** Writing words with a trained network: hypotheses, and the search for probable ones. */
package unroll.task.decoding;
