/** Files of any Hadoop file system, and their paths as users write them. */
package unroll.spark.store;
