/** Access to files of any Hadoop file system, by paths as users write them. */
package unroll.spark.store;
