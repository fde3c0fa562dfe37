package unroll.oracle;

/**
 * Cumulative link model of ordered classes.
 *
 * <pre>
 * threshold t[k]       = a[0] + exp(a[1]) + … + exp(a[k])
 * P(class ≤ k)         = sigmoid(t[k] - f)
 * loss of one sequence = -w[y] log(P(class ≤ y) - P(class ≤ y - 1))
 * mean                 = sum of the losses / sum of w[y]
 * </pre>
 *
 * @param weights w of the classes
 */
public record OracleCumulativeLink(double[] weights) {
    /** Returns the probabilities of the classes. */
    public Scalar[] probabilities(Tape tape, Scalar logit, Scalar[] a) {
        var probabilities = new Scalar[a.length + 1];
        var below = tape.leaf(0);
        var threshold = a[0];
        for (int k = 0; k < a.length; k++) {
            threshold = k == 0 ? threshold : threshold.plus(a[k].exp());
            var cumulative = threshold.minus(logit).sigmoid();
            probabilities[k] = cumulative.minus(below);
            below = cumulative;
        }
        probabilities[a.length] = tape.leaf(1).minus(below);
        return probabilities;
    }

    /**
     * @param logits [sequences]
     * @param labels below 0 where there is none
     */
    public Scalar mean(Tape tape, Scalar[] logits, Scalar[] a, int[] labels) {
        var sum = tape.leaf(0);
        double terms = 0;
        for (int b = 0; b < logits.length; b++) {
            if (labels[b] >= 0) {
                double weight = weights[labels[b]];
                var own = probabilities(tape, logits[b], a)[labels[b]];
                sum = sum.minus(own.log().times(weight));
                terms += weight;
            }
        }
        return sum.times(1 / terms);
    }
}
