/** The n-gram model that a network is compared with. */
package unroll.spark.baseline;
