/** Input layers: words, their letters, vectors. */
package unroll.nn.input;
