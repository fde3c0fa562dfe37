package unroll.encode;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Standardises the columns of vectors: mean 0, deviation 1. Unscaled numbers are doubles, since
 * with a large mean a float may have no digits left for the differences. A plain class, since Spark
 * sends it to executors.
 */
public final class Scaling implements Serializable {
    /** Largest standardised number: its square, and the sum of many of them, still fits a float. */
    private static final double LARGEST = 1e15;

    private final double[] means; // [columns]
    private final double[] deviations; // [columns]

    /**
     * @param deviations 0 for a constant column
     */
    public Scaling(double[] means, double[] deviations) {
        this.means = means.clone();
        this.deviations = deviations.clone();
    }

    /** Returns a scaling that does not change numbers. */
    public static Scaling none(int columns) {
        var ones = new double[columns];
        Arrays.fill(ones, 1);
        return new Scaling(new double[columns], ones);
    }

    public int columns() {
        return means.length;
    }

    public double[] means() {
        return means.clone();
    }

    public double[] deviations() {
        return deviations.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Scaling scaling
                && Arrays.equals(means, scaling.means)
                && Arrays.equals(deviations, scaling.deviations);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(means) + Arrays.hashCode(deviations);
    }

    /**
     * Returns approximately the largest deviation: a power of two, which divides without rounding.
     */
    public double size() {
        double largest = Arrays.stream(deviations).max().orElse(1);
        return largest == 0 ? 1 : Math.scalb(1.0, Math.getExponent(largest));
    }

    /** Returns the divisor of a column: its deviation, or the size of a constant. */
    private double unit(int column) {
        return deviations[column] == 0 ? Math.max(1, Math.abs(means[column])) : deviations[column];
    }

    private double standardized(double number, int column) {
        double distance = number - means[column];
        double unit = unit(column);
        return Double.isFinite(distance) ? distance / unit : number / unit - means[column] / unit;
    }

    /** Returns the largest double in place of an infinite number. */
    public static double finite(double number) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
    }

    /** Returns whether rows are close enough to the means for a network to compute with them. */
    public boolean fits(double[] rows) {
        for (int i = 0; i < rows.length; i++) {
            if (Math.abs(standardized(rows[i], i % means.length)) > LARGEST) {
                return false;
            }
        }
        return true;
    }

    /** Returns whether all numbers of at most this size fit. */
    public boolean fitsAllTo(double size) {
        for (int k = 0; k < means.length; k++) {
            if (Math.abs(standardized(size, k)) > LARGEST
                    || Math.abs(standardized(-size, k)) > LARGEST) {
                return false;
            }
        }
        return true;
    }

    /** Returns standardised rows, as a new array. */
    public float[] encode(double[] rows) {
        var encoded = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            encoded[i] = (float) standardized(rows[i], i % means.length);
        }
        return encoded;
    }

    /**
     * Returns outputs of a network in their own unit, as a new array. A constant column keeps its
     * constant, whatever the output.
     */
    public double[] decode(float[] rows) {
        var decoded = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            decoded[i] = decode(rows[i], i % means.length);
        }
        return decoded;
    }

    /** Returns an output of a network for a column in its own unit. */
    public double decode(float output, int column) {
        return finite(output * deviations[column] + means[column]);
    }

    /** Inverts {@link #encode}, except for rounding, as a new array. */
    public double[] restore(float[] encoded) {
        var rows = new double[encoded.length];
        for (int i = 0; i < encoded.length; i++) {
            rows[i] = restore(encoded[i], i % means.length);
        }
        return rows;
    }

    /** Returns a number of a column in its own unit. */
    public double restore(float encoded, int column) {
        return finite(encoded * unit(column) + means[column]);
    }

    /** Returns the difference between a decoded prediction and the restored target. */
    public double error(double predicted, double encoded, int column) {
        return predicted * deviations[column] - encoded * unit(column);
    }
}
