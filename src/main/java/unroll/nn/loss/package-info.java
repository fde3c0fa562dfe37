/** Losses, and the scores that belong to them. */
package unroll.nn.loss;
