package unroll.nn.loss;

import unroll.nn.Workspace;

/**
 * A loss over single numbers, each compared with a target of its own: the mean over all elements,
 * weighted by row.
 */
public sealed interface ElementLoss
        permits AbsoluteError, BinaryCrossEntropy, HuberError, SquaredError {
    /** Returns the loss of one number. */
    double loss(double prediction, double target);

    /** Returns the derivative of {@link #loss} by the prediction. */
    double slope(double prediction, double target);

    /** Returns the expected target of a prediction. */
    default double expected(double prediction) {
        return prediction;
    }

    /**
     * Returns the loss of rows, and computes its gradient.
     *
     * @param predictions [rows, columns]. Not modified
     * @param targets [rows, columns]; NaN for a missing target, which is left out
     * @param weights of the rows, none negative; empty if every row weighs 1
     * @param dPredictions [rows, columns] assigned: gradient of the weighted mean over elements
     * @return terms are elements with a target, weighted
     */
    default Workspace.BatchLoss loss(
            float[] predictions,
            float[] targets,
            float[] weights,
            int rows,
            int columns,
            float[] dPredictions) {
        double terms = 0;
        for (int i = 0; i < rows * columns; i++) {
            terms += weight(targets[i], weights, i / columns);
        }
        double loss = 0;
        for (int i = 0; i < rows * columns; i++) {
            double weight = weight(targets[i], weights, i / columns);
            if (weight == 0) {
                dPredictions[i] = 0;
            } else {
                loss += weight * loss(predictions[i], targets[i]);
                dPredictions[i] = (float) (weight * slope(predictions[i], targets[i]) / terms);
            }
        }
        return new Workspace.BatchLoss(loss, terms);
    }

    private static double weight(float target, float[] weights, int row) {
        if (Float.isNaN(target)) {
            return 0;
        }
        return weights.length == 0 ? 1 : weights[row];
    }
}
