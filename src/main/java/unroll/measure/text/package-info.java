/** Measures of texts that a model has written, against references. */
package unroll.measure.text;
