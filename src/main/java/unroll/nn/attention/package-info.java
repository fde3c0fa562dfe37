/**
 * Additive and dot-product attention: over the rows of a sequence, and as an input of a recurrent
 * step.
 */
package unroll.nn.attention;
