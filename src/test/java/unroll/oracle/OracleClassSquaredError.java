package unroll.oracle;

/**
 * Squared error of a score for each class.
 *
 * <pre>
 * target of class k    = 1 - s + s / K where k is the label, else s / K
 * loss of one sequence = w[y] times half the sum over k of (score[k] - target[k])²
 * mean                 = sum of the losses / sum of w[y]
 * </pre>
 *
 * @param weights w of the classes
 * @param smoothing s, in [0, 1)
 */
public record OracleClassSquaredError(double[] weights, double smoothing) {
    /**
     * @param scores [sequences][classes]
     * @param labels below 0 where there is none
     */
    public Scalar mean(Tape tape, Scalar[][] scores, int[] labels) {
        var sum = tape.leaf(0);
        double terms = 0;
        for (int b = 0; b < scores.length; b++) {
            if (labels[b] >= 0) {
                int classes = scores[b].length;
                for (int k = 0; k < classes; k++) {
                    double target = smoothing / classes + (k == labels[b] ? 1 - smoothing : 0);
                    var error = scores[b][k].plus(-target);
                    sum = sum.plus(error.times(error).times(weights[labels[b]] / 2));
                }
                terms += weights[labels[b]];
            }
        }
        return sum.times(1 / terms);
    }
}
