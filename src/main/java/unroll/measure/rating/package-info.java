/** Classes with an order, and the numbers that they stand for. */
package unroll.measure.rating;
