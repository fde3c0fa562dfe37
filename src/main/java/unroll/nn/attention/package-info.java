/** Additive attention: over the rows of a sequence, and as an input of each recurrent step. */
package unroll.nn.attention;
