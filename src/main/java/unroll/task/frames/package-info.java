/** The task {@code frames}: a label for each vector of a sequence, and segments of equal labels. */
package unroll.task.frames;
