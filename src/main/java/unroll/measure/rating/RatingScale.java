package unroll.measure.rating;

import java.io.Serializable;
import java.util.List;

/** The numbers that ordered classes stand for. A plain class, since Kryo cannot read records. */
public final class RatingScale implements Serializable {
    private final double[] values; // of the classes, rising; empty if they have no order

    /**
     * @param values of the classes, rising; empty if they have no order
     */
    public RatingScale(List<Double> values) {
        this.values = values.stream().mapToDouble(value -> value).toArray();
    }

    /** Returns whether the classes have an order. */
    public boolean isOrdered() {
        return values.length > 0;
    }

    /**
     * Returns the median class: the first that, with those below it, has at least half of the
     * probability. No other prediction has a smaller expected distance.
     *
     * @param probabilities of the classes, from {@code from} on
     */
    public int median(float[] probabilities, int from) {
        double half = sum(probabilities, from) / 2;
        double below = 0;
        for (int k = 0; k < values.length - 1; k++) {
            below += probabilities[from + k];
            if (below >= half) {
                return k;
            }
        }
        return values.length - 1;
    }

    private double sum(float[] probabilities, int from) {
        double sum = 0;
        for (int k = 0; k < values.length; k++) {
            sum += probabilities[from + k];
        }
        return sum;
    }

    /** Returns the mean of the classes' numbers by their probabilities. */
    public double expected(float[] probabilities) {
        double mean = 0;
        for (int k = 0; k < values.length; k++) {
            mean += probabilities[k] * values[k];
        }
        return mean / sum(probabilities, 0);
    }

    /** Returns how far the numbers of two classes are from each other. */
    public double distance(int one, int other) {
        return Math.abs(values[one] - values[other]);
    }
}
