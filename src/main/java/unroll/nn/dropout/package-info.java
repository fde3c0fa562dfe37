/** Dropout: of elements, of whole rows, with one mask for all steps, of weights. */
package unroll.nn.dropout;
