/** The jobs behind the commands: train, evaluate, predict, diagnose, and the run directory. */
package unroll.spark.job;
