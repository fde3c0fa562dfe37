/** The task {@code tag}: a label for each step of a sequence. */
package unroll.task.tag;
