package unroll.measure;

import java.io.Serializable;
import java.util.stream.IntStream;

/**
 * Examples by the probability of their most probable class, in bins of equal width. The expected
 * calibration error (Naeini et al. 2015; Guo et al. 2017) is the mean distance between that
 * probability and the share of predictions that are right, over the bins.
 */
final class CalibrationBins implements Serializable {
    private static final int BINS = 15;

    private final Sum[] confidence =
            IntStream.range(0, BINS).mapToObj(i -> new Sum()).toArray(Sum[]::new);
    private final long[] right = new long[BINS];
    private long examples;

    /**
     * Adds an example.
     *
     * @param probability of the most probable class
     */
    void add(float probability, boolean isRight) {
        int bin = Math.min(BINS - 1, (int) (probability * BINS));
        confidence[bin].add(probability);
        right[bin] += isRight ? 1 : 0;
        examples++;
    }

    void add(CalibrationBins other) {
        for (int bin = 0; bin < BINS; bin++) {
            confidence[bin].add(other.confidence[bin]);
            right[bin] += other.right[bin];
        }
        examples += other.examples;
    }

    /** Returns the expected calibration error, between 0 and 1; 0 without examples. */
    double error() {
        double sum = 0;
        for (int bin = 0; bin < BINS; bin++) {
            sum += Math.abs(right[bin] - confidence[bin].value());
        }
        return sum / Math.max(1, examples);
    }
}
