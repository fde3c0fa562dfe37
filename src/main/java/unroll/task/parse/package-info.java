/** The task {@code parse}: a tree over the words of each text. */
package unroll.task.parse;
