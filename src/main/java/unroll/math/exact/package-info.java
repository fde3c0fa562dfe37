/** Sums without rounding, whatever the order of their terms. */
package unroll.math.exact;
