/** The task {@code keyterms}: the terms that tell what a text is about. */
package unroll.task.keyterms;
