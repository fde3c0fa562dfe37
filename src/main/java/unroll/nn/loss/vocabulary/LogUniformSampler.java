package unroll.nn.loss.vocabulary;

import unroll.math.RandomKeys;

/**
 * Draws distinct classes from the log-uniform distribution, {@code p[k] = log((k + 2) / (k + 1)) /
 * log(classes + 1)}, which is near to Zipf's law if classes are numbered by falling frequency.
 */
final class LogUniformSampler {
    private final int classes;
    private final double logRange;

    LogUniformSampler(int classes) {
        this.classes = classes;
        logRange = StrictMath.log(classes + 1.0);
    }

    /**
     * Draws until so many classes are distinct.
     *
     * @param count less than the number of classes
     * @param marks [classes], zeros: 1 is assigned to the classes drawn
     * @return the number of draws
     */
    int draw(long key, int count, int[] marks) {
        int draws = 0;
        for (int found = 0; found < count; draws++) {
            int k = at(RandomKeys.unit(RandomKeys.mix(key, draws)));
            found += 1 - marks[k];
            marks[k] = 1;
        }
        return draws;
    }

    /** Returns the class at a point in [0, 1) of the cumulative distribution. */
    private int at(double place) {
        return Math.min(classes - 1, (int) StrictMath.exp(place * logRange) - 1);
    }

    /** Returns the log of the probability that a class is among those of some draws. */
    double logExpected(int k, int draws) {
        double p = StrictMath.log((k + 2.0) / (k + 1.0)) / logRange;
        return StrictMath.log(-StrictMath.expm1(draws * StrictMath.log1p(-p)));
    }
}
