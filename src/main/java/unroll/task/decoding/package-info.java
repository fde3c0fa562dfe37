/**
 * Writing words with a trained network: hypotheses, the search for probable ones, and what tasks
 * whose models write texts have in common.
 */
package unroll.task.decoding;
