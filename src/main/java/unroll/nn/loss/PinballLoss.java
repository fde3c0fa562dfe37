package unroll.nn.loss;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Loss;
import unroll.nn.Workspace;

/**
 * Several quantiles of each target, which stand next to each other. With q a quantile and e = y -
 * p:
 *
 * <pre>
 * max(q e, (q - 1) e)
 * </pre>
 *
 * <p>The loss is the mean over targets and quantiles (Koenker and Bassett 1978).
 */
public final class PinballLoss implements Loss {
    private final double[] quantiles;
    private final int targets;

    /**
     * @param targets numbers of a row that are forecast
     */
    public PinballLoss(double[] quantiles, int targets) {
        this.quantiles = quantiles.clone();
        this.targets = targets;
    }

    @Override
    public int outputs() {
        return targets * quantiles.length;
    }

    /** Returns the loss of one quantile of a target. */
    public static double loss(double quantile, double prediction, double target) {
        double error = target - prediction;
        return error >= 0 ? quantile * error : (quantile - 1) * error;
    }

    @Override
    public Pass open(
            Capacity capacity, Kernels kernels, Allocator allocator, Activations predictions) {
        return new Pass() {
            @Override
            public Workspace.BatchLoss loss(Context context) {
                return PinballLoss.this.loss(
                        predictions.value,
                        context.batch.target().values(),
                        predictions.rows * targets,
                        predictions.gradient);
            }

            @Override
            public void score(Context context, Workspace.Scores to) {
                to.rows(predictions.value, 0, predictions.rows);
            }
        };
    }

    /**
     * Returns the loss of targets, and computes its gradient.
     *
     * @param predictions [count, quantiles]. Not modified
     * @param actual [count]; NaN for a missing target, which is left out
     * @param dPredictions [count, quantiles] assigned: gradient of the mean
     * @return terms are targets that are not missing
     */
    Workspace.BatchLoss loss(float[] predictions, float[] actual, int count, float[] dPredictions) {
        int each = quantiles.length;
        int terms = 0;
        for (int i = 0; i < count; i++) {
            terms += Float.isNaN(actual[i]) ? 0 : 1;
        }
        double loss = 0;
        for (int i = 0; i < count; i++) {
            if (Float.isNaN(actual[i])) {
                Arrays.fill(dPredictions, i * each, (i + 1) * each, 0);
                continue;
            }
            for (int k = 0; k < each; k++) {
                float prediction = predictions[i * each + k];
                loss += loss(quantiles[k], prediction, actual[i]) / each;
                double slope = slope(quantiles[k], prediction, actual[i]);
                dPredictions[i * each + k] = (float) (slope / each / terms);
            }
        }
        return new Workspace.BatchLoss(loss, terms);
    }

    private static double slope(double quantile, double prediction, double target) {
        if (prediction == target) {
            return 0;
        }
        return prediction < target ? -quantile : 1 - quantile;
    }
}
