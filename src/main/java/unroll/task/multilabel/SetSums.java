package unroll.task.multilabel;

import java.io.Serializable;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import unroll.measure.Evaluation;
import unroll.measure.Measures;
import unroll.measure.PrecisionRecall;

/** Sets of labels that a model finds, held against the true ones. */
final class SetSums implements Serializable {
    private final double[] thresholds; // of the labels
    private final Evaluation evaluation = new Evaluation();
    private final long[] wanted; // [labels], examples that have it
    private final long[] found; // [labels], examples that are said to have it
    private final long[] right; // [labels], both
    private long examples;
    private long rightSets;

    SetSums(List<Double> thresholds) {
        int labels = thresholds.size();
        this.thresholds = thresholds.stream().mapToDouble(Double::doubleValue).toArray();
        wanted = new long[labels];
        found = new long[labels];
        right = new long[labels];
    }

    /**
     * Adds an example.
     *
     * @param truth its labels
     * @param given those that were found
     * @param loss sum over all labels, in nats
     */
    void add(BitSet truth, BitSet given, double loss) {
        var both = (BitSet) truth.clone();
        both.and(given);
        truth.stream().forEach(k -> wanted[k]++);
        given.stream().forEach(k -> found[k]++);
        both.stream().forEach(k -> right[k]++);
        examples++;
        rightSets += truth.equals(given) ? 1 : 0;
        evaluation.countLoss(loss, thresholds.length);
        evaluation.countScore(
                2.0 * both.cardinality(), (long) truth.cardinality() + given.cardinality());
    }

    void add(SetSums other) {
        for (int k = 0; k < thresholds.length; k++) {
            wanted[k] += other.wanted[k];
            found[k] += other.found[k];
            right[k] += other.right[k];
        }
        examples += other.examples;
        rightSets += other.rightSets;
        evaluation.add(other.evaluation);
    }

    Evaluation evaluation() {
        return evaluation;
    }

    /** The figures of the examples so far, at least one. */
    Measures measures(List<String> labels) {
        return new SetTables(this, labels).measures();
    }

    long examples() {
        return examples;
    }

    /** Returns the share of examples all of whose labels are found, and no other. */
    double rightSets() {
        return (double) rightSets / examples;
    }

    double threshold(int label) {
        return thresholds[label];
    }

    PrecisionRecall of(int label) {
        return new PrecisionRecall(wanted[label], found[label], right[label]);
    }

    /** Returns the sum over all labels. */
    PrecisionRecall all() {
        return labels().stream().reduce(PrecisionRecall.NONE, PrecisionRecall::plus);
    }

    double macroF1() {
        return PrecisionRecall.macroF1(labels());
    }

    private List<PrecisionRecall> labels() {
        return IntStream.range(0, thresholds.length).mapToObj(this::of).toList();
    }
}
