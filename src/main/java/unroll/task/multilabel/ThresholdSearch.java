package unroll.task.multilabel;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.stream.IntStream;
import unroll.measure.calibration.CalibrationSearch;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.loss.BinaryCrossEntropy;

/**
 * Finds for each label the threshold of its probability with the largest F1: counts the examples
 * with and without the label between the thresholds of a grid, whose logits go from -8 to 8 in
 * steps of 1/8. Of equally good thresholds it takes the one nearest to one half, of equally near
 * ones the lower; so a label that no example has keeps one half.
 */
final class ThresholdSearch implements CalibrationSearch {
    private static final int MIDDLE = 64;
    private static final double STEP = 1.0 / 8; // in logits
    private static final BinaryCrossEntropy LOSS = new BinaryCrossEntropy();
    private static final double[] THRESHOLDS = // rising
            IntStream.rangeClosed(-MIDDLE, MIDDLE)
                    .mapToDouble(point -> LOSS.expected(point * STEP))
                    .toArray();

    private final int labels;
    private final long[][] with; // [labels, thresholds + 1], examples by thresholds not above them
    private final long[][] without; // of the label

    /**
     * @param labels number of outputs of the network
     */
    ThresholdSearch(int labels) {
        this.labels = labels;
        with = new long[labels][THRESHOLDS.length + 1];
        without = new long[labels][THRESHOLDS.length + 1];
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        LabelSets.score(workspace, theta, batch, labels, this::add);
    }

    private void add(float[] logits, BitSet set) {
        for (int k = 0; k < labels; k++) {
            add(k, (float) LOSS.expected(logits[k]), set.get(k));
        }
    }

    /**
     * Adds a label of an example.
     *
     * @param probability that it holds; one that is not a number is above no threshold
     */
    void add(int label, float probability, boolean holds) {
        int place = Arrays.binarySearch(THRESHOLDS, probability);
        int reached = place >= 0 ? place + 1 : -place - 1;
        (holds ? with : without)[label][Float.isNaN(probability) ? 0 : reached]++;
    }

    @Override
    public void merge(CalibrationSearch search) {
        var other = (ThresholdSearch) search;
        for (int k = 0; k < labels; k++) {
            for (int i = 0; i <= THRESHOLDS.length; i++) {
                with[k][i] += other.with[k][i];
                without[k][i] += other.without[k][i];
            }
        }
    }

    @Override
    public List<Double> found() {
        return IntStream.range(0, labels).mapToObj(k -> THRESHOLDS[best(k)]).toList();
    }

    /** Returns the place of a label's best threshold. F1 is compared as a fraction of integers. */
    private int best(int label) {
        long all = Arrays.stream(with[label]).sum();
        int best = MIDDLE;
        long bestRight = 0; // examples with the label that reach the threshold
        long bestOf = 1; // these and all others that reach it, and all with the label
        long right = 0;
        long of = all;
        for (int point = THRESHOLDS.length - 1; point >= 0; point--) {
            right += with[label][point + 1];
            of += with[label][point + 1] + without[label][point + 1];
            long gain = right * bestOf - bestRight * of;
            boolean nearer = Math.abs(point - MIDDLE) <= Math.abs(best - MIDDLE);
            if (gain > 0 || (gain == 0 && nearer)) {
                best = point;
                bestRight = right;
                bestOf = of;
            }
        }
        return best;
    }
}
