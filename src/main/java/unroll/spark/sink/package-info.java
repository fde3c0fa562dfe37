/** The places that commands write to, and the checks before anything is written. */
package unroll.spark.sink;
