/** The task {@code forecast}: numbers for each sequence, or the next steps. */
package unroll.task.forecast;
