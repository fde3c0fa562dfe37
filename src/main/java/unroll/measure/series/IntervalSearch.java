package unroll.measure.series;

import java.util.Arrays;
import java.util.List;
import unroll.measure.calibration.CalibrationSearch;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/**
 * Finds the factor of the quantiles' distances from the median with which the interval between the
 * first and the last holds as many targets as it should: the conformal quantile of the distances
 * (Romano, Patterson and Candès 2019), rounded up to a 64th of an octave.
 */
public final class IntervalSearch implements CalibrationSearch {
    private static final int OCTAVES = 6; // each way
    private static final int IN_OCTAVE = 64;
    private static final int POINTS = 2 * OCTAVES * IN_OCTAVE + 1;

    private final int quantiles;
    private final int middle;
    private final double share; // that the interval should hold
    private final long[] counts = new long[POINTS + 1]; // by the factor that a target needs
    private long all;

    /**
     * @param quantiles probabilities, rising, at least two
     * @param middle place of the median among them
     */
    public IntervalSearch(double[] quantiles, int middle) {
        this.quantiles = quantiles.length;
        this.middle = middle;
        share = quantiles[quantiles.length - 1] - quantiles[0];
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        workspace.score(
                theta,
                batch,
                (scores, first, count) -> {
                    var actual = batch.target().values();
                    int targets = actual.length == 0 ? 0 : batch.target().width();
                    for (int i = 0; i < count * targets; i++) {
                        int from = i * quantiles;
                        var outputs = Arrays.copyOfRange(scores, from, from + quantiles);
                        Arrays.sort(outputs);
                        add(outputs, actual[first * targets + i]);
                    }
                });
    }

    /**
     * Adds a target.
     *
     * @param outputs quantiles in rising order
     */
    void add(float[] outputs, float actual) {
        if (Float.isNaN(actual)) {
            return;
        }
        double median = outputs[middle];
        double distance = Math.abs(actual - median);
        double width = actual > median ? outputs[quantiles - 1] - median : median - outputs[0];
        counts[point(distance, width)]++;
        all++;
    }

    /** Returns the first point whose factor suffices. */
    private static int point(double distance, double width) {
        if (distance == 0) {
            return 0;
        }
        double octaves = StrictMath.log(distance / width) / StrictMath.log(2);
        double point = Math.ceil((octaves + OCTAVES) * IN_OCTAVE);
        return (int) Math.max(0, Math.min(POINTS, point));
    }

    @Override
    public void merge(CalibrationSearch other) {
        var more = (IntervalSearch) other;
        for (int i = 0; i < counts.length; i++) {
            counts[i] += more.counts[i];
        }
        all += more.all;
    }

    @Override
    public List<Double> found() {
        return List.of(best());
    }

    /** Returns the best factor; 1, which corrects nothing, if there is none. */
    double best() {
        long needed = Math.min(all, (long) Math.ceil((all + 1) * share));
        long held = 0;
        for (int point = 0; point < POINTS && all > 0; point++) {
            held += counts[point];
            if (held >= needed) {
                return StrictMath.pow(2, (double) point / IN_OCTAVE - OCTAVES);
            }
        }
        return 1;
    }
}
