/** Rounds of training as Spark jobs. */
package unroll.spark.rounds;
