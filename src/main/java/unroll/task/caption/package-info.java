/** The task {@code caption}: a text for each vector, such as the features of an image. */
package unroll.task.caption;
