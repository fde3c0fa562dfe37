/** The bag-of-words model that a network is compared with. */
package unroll.spark.baseline;
