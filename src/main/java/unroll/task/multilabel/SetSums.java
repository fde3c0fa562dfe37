package unroll.task.multilabel;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import unroll.measure.Evaluation;
import unroll.measure.Measures;

/** Sets of labels that a model finds, held against the true ones. */
final class SetSums implements Serializable {
    private final double[] thresholds; // of the labels
    private final Evaluation evaluation = new Evaluation();
    private final long[] wanted; // [labels], examples that have it
    private final long[] found; // [labels], examples that are said to have it
    private final long[] right; // [labels], both
    private long examples;
    private long rightSets;

    /**
     * The figures of one label, or of all together; a ratio with denominator 0 is 0.
     *
     * @param wanted how often it is true
     * @param found how often it is said to hold
     * @param right both
     */
    record Count(long wanted, long found, long right) {
        double precision() {
            return found == 0 ? 0 : (double) right / found;
        }

        double recall() {
            return wanted == 0 ? 0 : (double) right / wanted;
        }

        double f1() {
            return right == 0 ? 0 : 2.0 * right / (wanted + found);
        }

        private boolean occurs() {
            return wanted + found > 0;
        }
    }

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

    Count of(int label) {
        return new Count(wanted[label], found[label], right[label]);
    }

    /** Returns the sum over all labels. */
    Count all() {
        return new Count(
                Arrays.stream(wanted).sum(),
                Arrays.stream(found).sum(),
                Arrays.stream(right).sum());
    }

    /** Returns the mean F1 of the labels that occur, as true or as found; 0 if none does. */
    double macroF1() {
        var scores = new ArrayList<Double>();
        for (int k = 0; k < thresholds.length; k++) {
            if (of(k).occurs()) {
                scores.add(of(k).f1());
            }
        }
        double sum = 0;
        for (double score : scores) {
            sum += score;
        }
        return sum / Math.max(1, scores.size());
    }
}
