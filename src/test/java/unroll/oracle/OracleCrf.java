package unroll.oracle;

import java.util.Arrays;

/**
 * A linear-chain conditional random field by its definition: the scores of all sequences of labels,
 * one after the other. For short sequences only.
 */
public final class OracleCrf {
    private final Scalar[][] logits; // [steps][labels]
    private final Scalar[][] transitions; // [labels][labels]
    private final Scalar[] start;
    private final Scalar[] end;

    public OracleCrf(Scalar[][] logits, Scalar[][] transitions, Scalar[] start, Scalar[] end) {
        this.logits = logits;
        this.transitions = transitions;
        this.start = start;
        this.end = end;
    }

    /** The score of a sequence of labels. */
    public Scalar score(int... path) {
        var score = start[path[0]].plus(end[path[path.length - 1]]);
        for (int t = 0; t < path.length; t++) {
            score = score.plus(logits[t][path[t]]);
            if (t > 0) {
                score = score.plus(transitions[path[t - 1]][path[t]]);
            }
        }
        return score;
    }

    /**
     * -log of the probability of the sequences that agree with a target.
     *
     * @param target -1 where any label will do
     */
    public Scalar loss(int... target) {
        Scalar all = null;
        Scalar agreeing = null;
        var path = new int[logits.length];
        do {
            var weight = score(path).exp();
            all = all == null ? weight : all.plus(weight);
            if (agrees(path, target)) {
                agreeing = agreeing == null ? weight : agreeing.plus(weight);
            }
        } while (next(path));
        return all.log().minus(agreeing.log());
    }

    /** The sequence with the largest score. */
    public int[] best() {
        var path = new int[logits.length];
        int[] best = path.clone();
        while (next(path)) {
            best = score(path).value() > score(best).value() ? path.clone() : best;
        }
        return best;
    }

    private static boolean agrees(int[] path, int... target) {
        for (int t = 0; t < path.length; t++) {
            if (target[t] >= 0 && target[t] != path[t]) {
                return false;
            }
        }
        return true;
    }

    /** Counts on to the next sequence; false after the last. */
    private boolean next(int[] path) {
        for (int t = 0; t < path.length; t++) {
            if (++path[t] < start.length) {
                return true;
            }
            path[t] = 0;
        }
        return Arrays.stream(path).anyMatch(label -> label > 0);
    }
}
