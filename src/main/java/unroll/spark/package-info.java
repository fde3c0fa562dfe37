/**
 * Everything that runs on Spark: sources, preparation, rounds, scoring, the baseline, and Hadoop's
 * file systems.
 */
package unroll.spark;
