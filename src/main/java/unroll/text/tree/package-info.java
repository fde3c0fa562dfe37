/** Trees over the words of a text. */
package unroll.text.tree;
