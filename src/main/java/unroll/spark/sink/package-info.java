/** The outputs of commands, and the checks before anything is written. */
package unroll.spark.sink;
