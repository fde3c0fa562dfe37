/** Scores, measures and samples rows with a trained model. */
package unroll.spark.score;
