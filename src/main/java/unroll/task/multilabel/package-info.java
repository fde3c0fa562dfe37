/** The task {@code multilabel}: a set of labels for each sequence. */
package unroll.task.multilabel;
