/** From rows to encoded examples, and the codec by which they are encoded. */
package unroll.encode;
