package unroll.measure;

import java.util.Arrays;

/**
 * Temperature scaling (Guo et al. 2017, "On Calibration of Modern Neural Networks"): logits are
 * divided by a temperature, so that probabilities become as frequent as they say. The order of the
 * classes stays.
 */
public final class Temperature {
    private Temperature() {}

    /**
     * Returns the probabilities at a temperature: p<sup>1/T</sup>, divided by their sum.
     *
     * @param probabilities of all classes
     * @param temperature above 0; above 1 makes probabilities less certain
     */
    public static float[] scaled(float[] probabilities, double temperature) {
        var logarithms = logarithms(probabilities, 0, probabilities.length);
        double sum = logSumExp(logarithms, 1 / temperature);
        var scaled = new float[probabilities.length];
        for (int k = 0; k < scaled.length; k++) {
            scaled[k] = (float) StrictMath.exp(logarithms[k] / temperature - sum);
        }
        return scaled;
    }

    /** Returns the logarithms; a probability that was rounded to 0 counts as the smallest float. */
    static double[] logarithms(float[] probabilities, int from, int classes) {
        var logarithms = new double[classes];
        for (int k = 0; k < classes; k++) {
            logarithms[k] = StrictMath.log(Math.max(probabilities[from + k], Float.MIN_VALUE));
        }
        return logarithms;
    }

    /** Returns the logarithm of the sum of exp(scale x). */
    static double logSumExp(double[] x, double scale) {
        double largest = Arrays.stream(x).max().orElseThrow();
        double sum = 0;
        for (double one : x) {
            sum += StrictMath.exp(scale * (one - largest));
        }
        return scale * largest + StrictMath.log(sum);
    }
}
