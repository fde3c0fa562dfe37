package unroll.oracle;

/**
 * Softmax cross-entropy with class weights and label smoothing, as PyTorch defines their
 * combination.
 *
 * <pre>
 * loss of one sequence = -(1 - s) w[y] log p[y] - s / K * sum over k of w[k] log p[k]
 * mean                 = sum of the losses / sum of w[y]
 * </pre>
 *
 * @param weights of the classes; empty where all weigh 1
 * @param smoothing s, in [0, 1)
 */
public record OracleCrossEntropy(double[] weights, double smoothing) {

    /**
     * @param logits [classes]
     */
    public Scalar loss(Scalar[] logits, int target) {
        var logs = logSoftmax(logits);
        var loss = logs[target].times(-(1 - smoothing) * weight(target));
        for (int k = 0; k < logits.length; k++) {
            loss = loss.plus(logs[k].times(-smoothing / logits.length * weight(k)));
        }
        return loss;
    }

    public double weight(int target) {
        return weights.length == 0 ? 1 : weights[target];
    }

    /**
     * @param logits [sequences][classes]
     */
    public Scalar mean(Scalar[][] logits, int[] targets) {
        var sum = loss(logits[0], targets[0]);
        double terms = weight(targets[0]);
        for (int b = 1; b < logits.length; b++) {
            sum = sum.plus(loss(logits[b], targets[b]));
            terms += weight(targets[b]);
        }
        return sum.times(1 / terms);
    }

    /** z - log(sum of exp(z)), shifted by the largest so that no exp overflows. */
    public static Scalar[] logSoftmax(Scalar[] logits) {
        double most = Double.NEGATIVE_INFINITY;
        for (var z : logits) {
            most = Math.max(most, z.value());
        }
        double shift = most;
        var shifted = Vectors.each(logits, z -> z.plus(-shift));
        var sum = shifted[0].exp();
        for (int k = 1; k < shifted.length; k++) {
            sum = sum.plus(shifted[k].exp());
        }
        var log = sum.log();
        return Vectors.each(shifted, z -> z.minus(log));
    }
}
