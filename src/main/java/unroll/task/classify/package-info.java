/** The task {@code classify}: one class for each sequence. */
package unroll.task.classify;
