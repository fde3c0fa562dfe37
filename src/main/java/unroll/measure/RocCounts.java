package unroll.measure;

import java.io.Serializable;
import java.math.BigInteger;
import java.util.Arrays;

/**
 * How many examples of either class have each score, from which the area under the ROC curve
 * follows. Exact up to {@link #MOST} different scores; of more, neighbouring ones are counted
 * together, so that a corpus of any size takes a few megabytes. What is counted together depends on
 * all scores, not on their order or their division.
 */
final class RocCounts implements Serializable {
    static final int MOST = 1 << 18;
    private static final int PENDING = 1 << 16;

    private int shift; // bits by which scores are shortened
    private int[] scores = {}; // [different scores], rising: a float's bits, shortened
    private long[] negatives = {}; // [different scores]
    private long[] positives = {}; // [different scores]
    private long[] pending = new long[16]; // not yet counted: 2 * bits, and 1 where positive
    private int waiting;

    /**
     * Counts an example.
     *
     * @param score at least 0
     */
    void add(float score, boolean positive) {
        if (waiting == PENDING) {
            count();
        }
        if (waiting == pending.length) {
            pending = Arrays.copyOf(pending, 2 * waiting);
        }
        // The bits of floats above 0 rise with them; -0 is 0.
        pending[waiting++] = 2L * Float.floatToIntBits(score + 0f) + (positive ? 1 : 0);
    }

    void add(RocCounts other) {
        count();
        other.count();
        int coarser = Math.max(shift, other.shift);
        shorten(coarser - shift);
        other.shorten(coarser - other.shift);
        merge(other.scores, other.negatives, other.positives);
    }

    /** Counts the pending scores. */
    private void count() {
        Arrays.sort(pending, 0, waiting);
        var bits = new int[waiting];
        var no = new long[waiting];
        var yes = new long[waiting];
        for (int i = 0; i < waiting; i++) {
            bits[i] = (int) (pending[i] >> 1) >>> shift;
            yes[i] = pending[i] & 1;
            no[i] = 1 - yes[i];
        }
        pending = new long[16];
        waiting = 0;
        merge(bits, no, yes);
    }

    /** Merges rising scores, which may occur again and again. */
    private void merge(int[] more, long[] no, long[] yes) {
        int most = scores.length + more.length;
        var bits = new int[most];
        var a = new long[most];
        var b = new long[most];
        int count = 0;
        for (int i = 0, j = 0; i + j < most; ) {
            boolean mine = j == more.length || (i < scores.length && scores[i] <= more[j]);
            int score = mine ? scores[i] : more[j];
            if (count == 0 || bits[count - 1] != score) {
                bits[count++] = score;
            }
            a[count - 1] += mine ? negatives[i] : no[j];
            b[count - 1] += mine ? positives[i] : yes[j];
            i += mine ? 1 : 0;
            j += mine ? 0 : 1;
        }
        scores = Arrays.copyOf(bits, count);
        negatives = Arrays.copyOf(a, count);
        positives = Arrays.copyOf(b, count);
        while (scores.length > MOST) {
            shorten(1);
        }
    }

    /** Shortens scores by some bits more; those that become equal are counted together. */
    private void shorten(int bits) {
        if (bits > 0) {
            var some = scores;
            var no = negatives;
            var yes = positives;
            shift += bits;
            for (int i = 0; i < some.length; i++) {
                some[i] >>>= bits;
            }
            scores = new int[0];
            merge(some, no, yes);
        }
    }

    /** Returns the area by trapezoids; NaN unless both classes occur. */
    double area() {
        count();
        var twice = BigInteger.ZERO;
        long above = 0; // positive ones with a higher score
        long others = 0; // negative ones with a higher score
        for (int i = scores.length - 1; i >= 0; i--) {
            twice =
                    twice.add(
                            BigInteger.valueOf(negatives[i])
                                    .multiply(BigInteger.valueOf(2 * above + positives[i])));
            above += positives[i];
            others += negatives[i];
        }
        return twice.doubleValue() / 2 / above / others; // 0 / 0 is NaN
    }
}
