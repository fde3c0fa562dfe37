package unroll.nn.loss;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Workspace;

/**
 * Cumulative link model of ordered classes 0, 1, …, K - 1 (McCullagh 1980, "Regression Models for
 * Ordinal Data", with proportional odds). One logit f of a row is held against thresholds between
 * the classes:
 *
 * <pre>P(class ≤ k) = σ(t[k] - f)     t[k] = a[0] + exp(a[1]) + … + exp(a[k])</pre>
 *
 * Thresholds rise whatever the parameters a are, so that every class has a probability of its own,
 * and these sum to 1. The loss is -log of the target's probability: the mean over rows, weighted by
 * the target's class. Its scores are the probabilities.
 *
 * <p>Parameter: {@code thresholds} [K - 1], the numbers a. At first all classes are equally
 * probable at f = 0.
 */
public final class CumulativeLink implements Loss {
    private final float[] weights; // [classes]
    private final Layout.Slice thresholds;

    /**
     * @param name prefix of the parameters
     * @param weights of the classes, at least two
     */
    public CumulativeLink(Layout.Builder layout, String name, float[] weights) {
        this.weights = weights.clone();
        int classes = weights.length;
        thresholds =
                layout.add(
                        name + ".thresholds",
                        (theta, slice, seed) -> start(theta, slice.offset(), classes),
                        classes - 1);
    }

    private static void start(float[] theta, int at, int classes) {
        double before = 0;
        for (int k = 0; k < classes - 1; k++) {
            double threshold = StrictMath.log((k + 1.0) / (classes - k - 1.0));
            theta[at + k] = (float) (k == 0 ? threshold : StrictMath.log(threshold - before));
            before = threshold;
        }
    }

    @Override
    public int outputs() {
        return weights.length;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations logits) {
        return new Run(logits, allocator);
    }

    private final class Run implements Pass {
        private final Activations logits; // [rows, 1]
        private final float[] scores; // [rows, classes]
        private final double[] bounds; // [classes + 1]: a class lies between two of them
        private final double[] gaps; // [classes]: between its two bounds
        private final double[] dBounds; // [classes + 1]
        private final double[] dGaps; // [classes]

        Run(Activations logits, Allocator allocator) {
            this.logits = logits;
            int classes = outputs();
            scores = allocator.floats(logits.maxRows, classes);
            bounds = allocator.doubles(1, classes + 1);
            gaps = allocator.doubles(1, classes);
            dBounds = allocator.doubles(1, classes + 1);
            dGaps = allocator.doubles(1, classes);
        }

        private void setBounds(float[] theta) {
            int classes = outputs();
            Arrays.fill(gaps, Double.POSITIVE_INFINITY);
            bounds[0] = Double.NEGATIVE_INFINITY;
            bounds[1] = theta[thresholds.offset()];
            for (int k = 1; k < classes - 1; k++) {
                gaps[k] = StrictMath.exp(theta[thresholds.offset() + k]);
                bounds[k + 1] = bounds[k] + gaps[k];
            }
            bounds[classes] = Double.POSITIVE_INFINITY;
        }

        @Override
        public Workspace.BatchLoss loss(Context context) {
            int[] targets = context.batch.target().ids();
            setBounds(context.theta);
            Arrays.fill(dBounds, 0);
            Arrays.fill(dGaps, 0);
            double terms = 0;
            for (int row = 0; row < logits.rows; row++) {
                terms += targets[row] < 0 ? 0 : weights[targets[row]];
            }
            double loss = 0;
            for (int row = 0; row < logits.rows; row++) {
                loss += loss(row, targets[row], terms);
            }
            assign(context.gradient);
            return new Workspace.BatchLoss(loss, terms);
        }

        private double loss(int row, int target, double terms) {
            if (target < 0) {
                logits.gradient[row] = 0;
                return 0;
            }
            double upper = bounds[target + 1] - logits.value[row];
            double lower = bounds[target] - logits.value[row];
            double share = weights[target] / terms;
            double above = share * sigmoid(-upper);
            double below = share * sigmoid(lower);
            logits.gradient[row] = (float) (above - below);
            dBounds[target + 1] -= above;
            dBounds[target] += below;
            dGaps[target] -= share / StrictMath.expm1(gaps[target]);
            return -weights[target] * logProbability(upper, lower, gaps[target]);
        }

        /** Each parameter moves its own threshold and all above it. */
        private void assign(float[] gradient) {
            double sum = 0;
            for (int k = outputs() - 2; k > 0; k--) {
                sum += dBounds[k + 1];
                gradient[thresholds.offset() + k] = (float) ((sum + dGaps[k]) * gaps[k]);
            }
            gradient[thresholds.offset()] = (float) (sum + dBounds[1]);
        }

        @Override
        public void score(Context context, Workspace.Scores to) {
            int classes = outputs();
            setBounds(context.theta);
            for (int row = 0; row < logits.rows; row++) {
                for (int k = 0; k < classes; k++) {
                    double upper = bounds[k + 1] - logits.value[row];
                    double lower = bounds[k] - logits.value[row];
                    scores[row * classes + k] = (float) probability(upper, lower, gaps[k]);
                }
            }
            to.rows(scores, 0, logits.rows);
        }
    }

    private static double sigmoid(double x) {
        return 1 / (1 + StrictMath.exp(-x));
    }

    private static double logSigmoid(double x) {
        return x >= 0
                ? -StrictMath.log1p(StrictMath.exp(-x))
                : x - StrictMath.log1p(StrictMath.exp(x));
    }

    /**
     * Returns the probability of a class, σ(upper) - σ(lower), without cancellation.
     *
     * @param upper cumulative logit of the class; infinite for the last
     * @param lower cumulative logit of the class below it; infinite for the first
     * @param gap upper - lower, above 0; infinite for the first and the last
     */
    public static double probability(double upper, double lower, double gap) {
        return sigmoid(upper) * sigmoid(-lower) * -StrictMath.expm1(-gap);
    }

    /** Returns the logarithm of {@link #probability}. */
    public static double logProbability(double upper, double lower, double gap) {
        return logSigmoid(upper) + logSigmoid(-lower) + StrictMath.log(-StrictMath.expm1(-gap));
    }
}
