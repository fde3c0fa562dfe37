/** Searches for what makes answers of scores best on validation: temperature, weight of n-grams. */
package unroll.measure.calibration;
