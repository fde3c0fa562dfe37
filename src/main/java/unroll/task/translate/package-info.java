/** The task {@code translate}: a text for each sequence, in other words than its own. */
package unroll.task.translate;
