package unroll.reservoir;

import java.util.Optional;
import unroll.math.linear.Cholesky;

/**
 * Sums of products of features and targets over rows, in double: all that least squares needs of
 * the data. Sums of parts of the rows add up to those of all rows.
 */
final class NormalEquations {
    private static final int BLOCK = 8; // rows that are added in one pass over the sums

    private final int features;
    private final int width; // features and targets
    private final double[] sums; // upper triangle of the products, row by row; the rows' number
    private final double[][] block; // [BLOCK][features, targets], rows still to be added
    private int pending;

    /** Creates the sums of no rows. */
    NormalEquations(int features, int targets) {
        this(features, targets, new double[size(features, targets)]);
    }

    /**
     * @param sums of {@link #sums}, added to
     */
    NormalEquations(int features, int targets, double[] sums) {
        this.features = features;
        width = features + targets;
        this.sums = sums;
        block = new double[BLOCK][width];
    }

    /** Returns the number of sums. */
    static int size(int features, int targets) {
        int width = features + targets;
        return Math.toIntExact((long) width * (width + 1) / 2 + 1);
    }

    /** Returns the next row, [features, targets], for the caller to fill before {@link #add}. */
    double[] row() {
        return block[pending];
    }

    /** Adds {@link #row}. */
    void add() {
        if (++pending == BLOCK) {
            addBlock();
        }
    }

    private void addBlock() {
        double[] r0 = block[0];
        double[] r1 = block[1];
        double[] r2 = block[2];
        double[] r3 = block[3];
        double[] r4 = block[4];
        double[] r5 = block[5];
        double[] r6 = block[6];
        double[] r7 = block[7];
        int at = 0;
        for (int i = 0; i < width; i++) {
            at -= i;
            for (int j = i; j < width; j++) {
                sums[at + j] +=
                        r0[i] * r0[j]
                                + r1[i] * r1[j]
                                + r2[i] * r2[j]
                                + r3[i] * r3[j]
                                + r4[i] * r4[j]
                                + r5[i] * r5[j]
                                + r6[i] * r6[j]
                                + r7[i] * r7[j];
            }
            at += width;
        }
        sums[sums.length - 1] += BLOCK;
        pending = 0;
    }

    /** Returns the sums of all rows added, valid until the next row. */
    double[] sums() {
        for (int k = 0; k < pending; k++) {
            int at = 0;
            for (int i = 0; i < width; i++) {
                for (int j = i; j < width; j++) {
                    sums[at++] += block[k][i] * block[k][j];
                }
            }
        }
        sums[sums.length - 1] += pending;
        pending = 0;
        return sums;
    }

    /** Rows added. */
    double rows() {
        return sums()[sums.length - 1];
    }

    private double mean(int i, int j) {
        int low = Math.min(i, j);
        long start = (long) low * width - (long) low * (low - 1) / 2;
        return sums[(int) start + Math.max(i, j) - low] / sums[sums.length - 1];
    }

    /**
     * Returns the weights of ridge regression, which minimise the mean squared error plus {@code
     * ridge} times their squares.
     *
     * @return [targets, features]; nothing if the equations have no solution, to rounding
     */
    Optional<double[]> solve(double ridge) {
        if (rows() == 0) {
            return Optional.empty();
        }
        var matrix = new double[Math.multiplyExact(features, features)];
        for (int i = 0; i < features; i++) {
            for (int j = 0; j < features; j++) {
                matrix[i * features + j] = mean(i, j) + (i == j ? ridge : 0);
            }
        }
        return Cholesky.of(matrix, features).map(this::weights);
    }

    private double[] weights(Cholesky equations) {
        var weights = new double[(width - features) * features];
        for (int target = features; target < width; target++) {
            var products = new double[features];
            for (int i = 0; i < features; i++) {
                products[i] = mean(i, target);
            }
            System.arraycopy(
                    equations.solve(products),
                    0,
                    weights,
                    (target - features) * features,
                    features);
        }
        return weights;
    }
}
