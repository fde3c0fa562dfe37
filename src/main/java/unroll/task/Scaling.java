package unroll.task;

import java.io.Serializable;
import java.util.Arrays;

/** Standardises the columns of vectors: mean 0, deviation 1. A plain class: it travels. */
public final class Scaling implements Serializable {
    private final double[] means; // [columns]
    private final double[] deviations; // [columns], none 0

    /**
     * @param deviations 0 where a column is constant, which leaves it unscaled
     */
    public Scaling(double[] means, double[] deviations) {
        this.means = means.clone();
        this.deviations = deviations.clone();
        for (int k = 0; k < deviations.length; k++) {
            this.deviations[k] = deviations[k] == 0 ? 1 : deviations[k];
        }
    }

    /** Leaves numbers as they are. */
    public static Scaling none(int columns) {
        return new Scaling(new double[columns], new double[columns]);
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

    double deviation(int column) {
        return deviations[column];
    }

    /** Standardised rows, as a new array. */
    public float[] encode(float[] rows) {
        var encoded = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int k = i % means.length;
            encoded[i] = (float) ((rows[i] - means[k]) / deviations[k]);
        }
        return encoded;
    }

    /** Rows in their own unit, as a new array. */
    public float[] decode(float[] rows) {
        var decoded = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            int k = i % means.length;
            decoded[i] = (float) (rows[i] * deviations[k] + means[k]);
        }
        return decoded;
    }
}
