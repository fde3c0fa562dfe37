/** Prepares sources as cached shards of encoded examples. */
package unroll.spark.prepare;
