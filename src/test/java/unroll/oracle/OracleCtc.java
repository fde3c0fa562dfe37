package unroll.oracle;

import java.util.ArrayList;
import java.util.List;

/**
 * Connectionist temporal classification by its definition: the probabilities of every alignment
 * that leaves the target, one after the other, added up. For short sequences only.
 */
public final class OracleCtc {
    private OracleCtc() {}

    /**
     * -log of the target's probability.
     *
     * @param logits [steps][classes], class 0 being the blank; at least one step
     * @throws IllegalArgumentException when no alignment leaves the target
     */
    public static Scalar loss(Scalar[][] logits, int... target) {
        var logs = new Scalar[logits.length][];
        for (int t = 0; t < logits.length; t++) {
            logs[t] = OracleCrossEntropy.logSoftmax(logits[t]);
        }
        int classes = logits[0].length;
        Scalar sum = null;
        var alignment = new int[logits.length];
        do {
            if (collapsed(alignment).equals(list(target))) {
                var log = logs[0][alignment[0]];
                for (int t = 1; t < alignment.length; t++) {
                    log = log.plus(logs[t][alignment[t]]);
                }
                sum = sum == null ? log.exp() : sum.plus(log.exp());
            }
        } while (next(alignment, classes));
        if (sum == null) {
            throw new IllegalArgumentException("no alignment leaves " + list(target));
        }
        return sum.log().negated();
    }

    /** Counts on to the next alignment; false after the last. */
    private static boolean next(int[] alignment, int classes) {
        for (int t = 0; t < alignment.length; t++) {
            if (++alignment[t] < classes) {
                return true;
            }
            alignment[t] = 0;
        }
        return false;
    }

    private static List<Integer> collapsed(int... alignment) {
        var labels = new ArrayList<Integer>();
        for (int t = 0; t < alignment.length; t++) {
            if (alignment[t] != 0 && (t == 0 || alignment[t] != alignment[t - 1])) {
                labels.add(alignment[t]);
            }
        }
        return labels;
    }

    private static List<Integer> list(int... labels) {
        return java.util.Arrays.stream(labels).boxed().toList();
    }
}
