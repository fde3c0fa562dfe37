package unroll.encode;

import java.io.Serializable;
import java.util.Arrays;

/**
 * Standardises the columns of vectors: mean 0, deviation 1. Numbers in their own unit are doubles,
 * since a large mean may leave a float no digits for what differs. A plain class: it travels.
 */
public final class Scaling implements Serializable {
    /** Largest standardised number: its square, and the sum of many, is still a float. */
    private static final double LARGEST = 1e15;

    private final double[] means; // [columns]
    private final double[] deviations; // [columns]

    /**
     * @param deviations 0 where a column is constant
     */
    public Scaling(double[] means, double[] deviations) {
        this.means = means.clone();
        this.deviations = deviations.clone();
    }

    /** Leaves numbers as they are. */
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

    /** About the largest deviation: a power of two, which divides without rounding. */
    public double size() {
        double largest = Arrays.stream(deviations).max().orElse(1);
        return largest == 0 ? 1 : Math.scalb(1.0, Math.getExponent(largest));
    }

    /** What a column is divided by: its deviation, or the size of a constant. */
    private double unit(int column) {
        return deviations[column] == 0 ? Math.max(1, Math.abs(means[column])) : deviations[column];
    }

    private double standardized(double number, int column) {
        double distance = number - means[column];
        double unit = unit(column);
        return Double.isFinite(distance) ? distance / unit : number / unit - means[column] / unit;
    }

    /** The largest double in place of an infinite number. */
    public static double finite(double number) {
        return Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, number));
    }

    /** Whether rows are near enough to the means for a network to calculate with them. */
    public boolean fits(double[] rows) {
        for (int i = 0; i < rows.length; i++) {
            if (Math.abs(standardized(rows[i], i % means.length)) > LARGEST) {
                return false;
            }
        }
        return true;
    }

    /** Whether all numbers of at most this size fit. */
    public boolean fitsAllTo(double size) {
        for (int k = 0; k < means.length; k++) {
            if (Math.abs(standardized(size, k)) > LARGEST
                    || Math.abs(standardized(-size, k)) > LARGEST) {
                return false;
            }
        }
        return true;
    }

    /** Standardised rows, as a new array. */
    public float[] encode(double[] rows) {
        var encoded = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            encoded[i] = (float) standardized(rows[i], i % means.length);
        }
        return encoded;
    }

    /**
     * Rows of a network in their own unit, as a new array. A constant column is what it always was,
     * whatever the network says.
     */
    public double[] decode(float[] rows) {
        var decoded = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int k = i % means.length;
            decoded[i] = finite(rows[i] * deviations[k] + means[k]);
        }
        return decoded;
    }

    /** What {@link #encode} was given, but for rounding, as a new array. */
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

    /** How far what {@link #decode} gives is from what {@link #restore} gives. */
    public double error(double predicted, double encoded, int column) {
        return predicted * deviations[column] - encoded * unit(column);
    }
}
