package unroll.task.tag;

import java.io.Serializable;
import java.util.Arrays;
import unroll.encode.TagIds;
import unroll.measure.Evaluation;
import unroll.measure.Measures;
import unroll.measure.Metric;

/** The tags that a model finds, held against the true ones. */
final class TagSums implements Serializable {
    private static final TagScheme[] SCHEMES = TagScheme.values();

    private final TagIds tags;
    private final boolean intents; // whether they are measured too
    private final Metric score; // the task's
    private final Evaluation evaluation = new Evaluation();
    private final SpanCounts spans;
    private long sequences;
    private long rightSequences; // all of whose tags are right
    private long rightIntents;
    private long rightInAll; // tags and intent
    private long steps;
    private long rightSteps;
    private long unknown; // true tags that are not known
    private final long[] illFormedTrue = new long[SCHEMES.length]; // by scheme
    private final long[] illFormedFound = new long[SCHEMES.length];

    TagSums(Tag task) {
        tags = new TagIds(task.tags());
        intents = !task.intents().isEmpty();
        score = task.metric();
        spans = new SpanCounts(tags);
    }

    /**
     * Adds a sequence with its intent.
     *
     * @param wanted the true tags
     * @param given those that were found
     * @param loss of the true ones that are known, and of the intent
     * @param right whether the intent is right
     */
    void add(int[] wanted, int[] given, double loss, boolean right) {
        add(wanted, given, loss);
        rightIntents += right ? 1 : 0;
        rightInAll += right && Arrays.equals(wanted, given) ? 1 : 0;
    }

    /**
     * Adds a sequence.
     *
     * @param wanted the true tags
     * @param given those that were found
     * @param loss of the true ones that are known, in nats
     */
    void add(int[] wanted, int[] given, double loss) {
        int right = 0;
        int known = 0;
        for (int t = 0; t < wanted.length; t++) {
            right += wanted[t] == given[t] ? 1 : 0;
            known += wanted[t] >= 0 ? 1 : 0;
        }
        steps += wanted.length;
        rightSteps += right;
        unknown += wanted.length - known;
        sequences++;
        rightSequences += right == wanted.length ? 1 : 0;
        for (int i = 0; i < SCHEMES.length; i++) {
            illFormedTrue[i] += spans.illFormed(SCHEMES[i], wanted);
            illFormedFound[i] += spans.illFormed(SCHEMES[i], given);
        }
        evaluation.countLoss(loss, known);
        var before = spans.all();
        spans.add(wanted, given);
        var after = spans.all();
        if (score == Metric.SPAN_F1) {
            long of = after.expected() + after.found() - before.expected() - before.found();
            evaluation.countScore(2.0 * (after.right() - before.right()), of);
        } else {
            evaluation.countScore(right, wanted.length);
        }
    }

    void add(TagSums other) {
        evaluation.add(other.evaluation);
        spans.add(other.spans);
        sequences += other.sequences;
        rightSequences += other.rightSequences;
        rightIntents += other.rightIntents;
        rightInAll += other.rightInAll;
        steps += other.steps;
        rightSteps += other.rightSteps;
        unknown += other.unknown;
        for (int i = 0; i < SCHEMES.length; i++) {
            illFormedTrue[i] += other.illFormedTrue[i];
            illFormedFound[i] += other.illFormedFound[i];
        }
    }

    Evaluation evaluation() {
        return evaluation;
    }

    /** The figures of the sequences so far, at least one. */
    Measures measures() {
        return new TagTables(this).measures();
    }

    TagIds tags() {
        return tags;
    }

    SpanCounts spans() {
        return spans;
    }

    long sequences() {
        return sequences;
    }

    long steps() {
        return steps;
    }

    long unknown() {
        return unknown;
    }

    /** Returns the scheme that the true tags keep best. */
    TagScheme scheme() {
        return SCHEMES[best()];
    }

    private int best() {
        int best = 0;
        for (int i = 1; i < SCHEMES.length; i++) {
            best = illFormedTrue[i] < illFormedTrue[best] ? i : best;
        }
        return best;
    }

    /** Returns how often true tags are ill-formed by their scheme. */
    long illFormedTrue() {
        return illFormedTrue[best()];
    }

    /** Returns how often found tags are ill-formed by the scheme of the true ones. */
    long illFormed() {
        return illFormedFound[best()];
    }

    double accuracy() {
        return (double) rightSteps / steps;
    }

    boolean hasIntents() {
        return intents;
    }

    double intentAccuracy() {
        return (double) rightIntents / sequences;
    }

    /** Returns the share of sequences whose tags and intent are all right. */
    double exactMatch() {
        return (double) rightInAll / sequences;
    }

    double sequenceAccuracy() {
        return (double) rightSequences / sequences;
    }
}
