package unroll.measure.calibration;

import java.util.Arrays;
import unroll.nn.loss.CumulativeLink;

/**
 * Temperature scaling (Guo et al. 2017, "On Calibration of Modern Neural Networks"): logits are
 * divided by a temperature, so that probabilities become as frequent as they say. Works on the
 * probabilities at temperature 1.
 */
public enum Temperature {
    /** Of a softmax: p<sup>1/T</sup>, divided by their sum. The order of the classes stays. */
    LOGITS {
        @Override
        Losses losses(float[] probabilities, int from, int classes) {
            return ofLogits(logarithms(probabilities, from, classes));
        }

        @Override
        public float[] scaled(float[] probabilities, double temperature) {
            var logarithms = logarithms(probabilities, 0, probabilities.length);
            double sum = logSumExp(logarithms, 1 / temperature);
            var scaled = new float[probabilities.length];
            for (int k = 0; k < scaled.length; k++) {
                scaled[k] = (float) StrictMath.exp(logarithms[k] / temperature - sum);
            }
            return scaled;
        }
    },
    /**
     * Of ordered classes: the logit of each P(class ≤ k), divided by T. The median stays, since
     * logits keep their signs.
     */
    CUMULATIVE_LOGITS {
        @Override
        Losses losses(float[] probabilities, int from, int classes) {
            var logits = new Cumulative(probabilities, from, classes);
            return (label, scale) -> {
                double sum = 0;
                for (int k = 0; k < classes; k++) {
                    sum -= logits.logProbability(k, scale);
                }
                return new double[] {-logits.logProbability(label, scale), sum / classes};
            };
        }

        @Override
        public float[] scaled(float[] probabilities, double temperature) {
            var logits = new Cumulative(probabilities, 0, probabilities.length);
            var scaled = new float[probabilities.length];
            for (int k = 0; k < scaled.length; k++) {
                scaled[k] = (float) logits.probability(k, 1 / temperature);
            }
            return scaled;
        }
    };

    /** The losses of an example by its label and the scale 1/T. */
    @FunctionalInterface
    interface Losses {
        /** Returns -log p(label), and the mean of -log p(class) over all classes. */
        double[] at(int label, double scale);
    }

    abstract Losses losses(float[] probabilities, int from, int classes);

    /** Returns the losses by the logits of a softmax, up to a constant. */
    static Losses ofLogits(double[] logits) {
        double mean = Arrays.stream(logits).sum() / logits.length;
        return (label, scale) -> {
            double sum = logSumExp(logits, scale);
            return new double[] {sum - scale * logits[label], sum - scale * mean};
        };
    }

    /**
     * Returns the probabilities at a temperature.
     *
     * @param probabilities of all classes
     * @param temperature above 0; above 1 makes probabilities less certain
     */
    public abstract float[] scaled(float[] probabilities, double temperature);

    /** A probability that was rounded to 0 counts as the smallest float. */
    private static double positive(float probability) {
        return Math.max(probability, Float.MIN_VALUE);
    }

    /** Returns the logarithms of the probabilities of all classes. */
    static double[] logarithms(float[] probabilities, int from, int classes) {
        var logarithms = new double[classes];
        for (int k = 0; k < classes; k++) {
            logarithms[k] = StrictMath.log(positive(probabilities[from + k]));
        }
        return logarithms;
    }

    /** Returns the logarithm of the sum of exp(scale x). */
    private static double logSumExp(double[] x, double scale) {
        double largest = Arrays.stream(x).max().orElseThrow();
        double sum = 0;
        for (double one : x) {
            sum += StrictMath.exp(scale * (one - largest));
        }
        return scale * largest + StrictMath.log(sum);
    }

    /** The cumulative logits of ordered classes, of which gaps keep the digits of rare classes. */
    private static final class Cumulative {
        private final double[] bounds; // [classes + 1]
        private final double[] gaps; // [classes]

        Cumulative(float[] probabilities, int from, int classes) {
            bounds = new double[classes + 1];
            gaps = new double[classes];
            var above = new double[classes + 1]; // sums from a class on
            for (int k = classes - 1; k >= 0; k--) {
                above[k] = above[k + 1] + positive(probabilities[from + k]);
            }
            double below = 0;
            for (int k = 0; k < classes; k++) {
                double own = positive(probabilities[from + k]);
                bounds[k] = StrictMath.log(below) - StrictMath.log(above[k]);
                gaps[k] = StrictMath.log1p(own / below) + StrictMath.log1p(own / above[k + 1]);
                below += own;
            }
            bounds[classes] = Double.POSITIVE_INFINITY;
        }

        double probability(int k, double scale) {
            return CumulativeLink.probability(
                    scale * bounds[k + 1], scale * bounds[k], scale * gaps[k]);
        }

        double logProbability(int k, double scale) {
            return CumulativeLink.logProbability(
                    scale * bounds[k + 1], scale * bounds[k], scale * gaps[k]);
        }
    }
}
