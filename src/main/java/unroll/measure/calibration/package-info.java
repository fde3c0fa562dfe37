/** Calibration on the validation set: the temperature of probabilities, the weight of n-grams. */
package unroll.measure.calibration;
