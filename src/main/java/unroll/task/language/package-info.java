/** The task {@code language}: the next word of a document. */
package unroll.task.language;
