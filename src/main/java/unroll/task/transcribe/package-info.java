/** The task {@code transcribe}: a sequence of labels for each sequence. */
package unroll.task.transcribe;
