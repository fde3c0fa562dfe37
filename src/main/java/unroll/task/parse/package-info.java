/** The task {@code parse}: a binary tree over the words of each text. */
package unroll.task.parse;
