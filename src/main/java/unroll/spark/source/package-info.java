/** Opens sources as DataFrames. */
package unroll.spark.source;
