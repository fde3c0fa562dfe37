/** From sources to cached shards of encoded examples. */
package unroll.spark.prepare;
