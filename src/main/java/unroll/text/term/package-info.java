/** Terms of several words: where they stand in a text, and when two are the same. */
package unroll.text.term;
