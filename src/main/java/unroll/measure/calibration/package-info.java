/**
 * Searches for what makes predictions of scores best on validation: temperature, weight of n-grams.
 */
package unroll.measure.calibration;
