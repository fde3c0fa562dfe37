/** Softmax losses over a large vocabulary: full, sampled and adaptive. */
package unroll.nn.loss.vocabulary;
