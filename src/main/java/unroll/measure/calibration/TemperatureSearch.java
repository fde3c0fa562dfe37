package unroll.measure.calibration;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import unroll.measure.Sum;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/**
 * Finds the temperature with the smallest log-loss: sums the loss at temperatures of a grid, from
 * 1/8 to 8, and takes the vertex of the parabola through the best and its neighbours.
 *
 * <p>As in Platt's scaling (Platt 1999), n examples are taken as if their label was right n + 1
 * times of n + 2. Otherwise a small part without a mistake would call for certainty.
 */
public final class TemperatureSearch implements CalibrationSearch {
    private static final int OCTAVES = 3; // each way
    private static final int IN_OCTAVE = 8;
    private static final int POINTS = 2 * OCTAVES * IN_OCTAVE + 1;

    private final Temperature scaling;
    private final int classes;
    private final Sum[] losses = sums(); // -log p(label)
    private final Sum[] spread = sums(); // the mean of -log p(class) over all classes
    private long examples;

    /**
     * @param scaling of what the temperature divides
     * @param classes number of outputs of the network, at least 2
     */
    public TemperatureSearch(Temperature scaling, int classes) {
        this.scaling = scaling;
        this.classes = classes;
    }

    private static Sum[] sums() {
        return IntStream.range(0, POINTS).mapToObj(i -> new Sum()).toArray(Sum[]::new);
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        workspace.score(
                theta,
                batch,
                (scores, first, count) -> {
                    for (int i = 0; i < count; i++) {
                        int label = batch.target().ids()[first + i];
                        if (label >= 0) {
                            add(label, scores, i * classes);
                        }
                    }
                });
    }

    /**
     * Adds an example.
     *
     * @param probabilities at temperature 1, from {@code from} on
     */
    void add(int label, float[] probabilities, int from) {
        add(label, scaling.losses(probabilities, from, classes));
    }

    /** Adds an example by its losses. */
    void add(int label, Temperature.Losses at) {
        for (int point = 0; point < POINTS; point++) {
            double[] both = at.at(label, 1 / temperature(point));
            losses[point].add(both[0]);
            spread[point].add(both[1]);
        }
        examples++;
    }

    @Override
    public void merge(CalibrationSearch search) {
        var more = (TemperatureSearch) search;
        for (int point = 0; point < POINTS; point++) {
            losses[point].add(more.losses[point]);
            spread[point].add(more.spread[point]);
        }
        examples += more.examples;
    }

    @Override
    public List<Double> found() {
        return List.of(best());
    }

    /** Returns the best temperature; 1 without an example or with a score that is not finite. */
    double best() {
        var loss = IntStream.range(0, POINTS).mapToDouble(this::loss).toArray();
        if (examples == 0 || !Arrays.stream(loss).allMatch(Double::isFinite)) {
            return 1;
        }
        int best = 0;
        for (int point = 1; point < POINTS; point++) {
            best = loss[point] < loss[best] ? point : best;
        }
        if (best == 0 || best == POINTS - 1) {
            return temperature(best);
        }
        double bend = loss[best - 1] - 2 * loss[best] + loss[best + 1];
        double vertex = bend > 0 ? (loss[best - 1] - loss[best + 1]) / (2 * bend) : 0;
        return temperature(best + vertex);
    }

    /** Returns the smallest sum of losses; not a number with a score that is not finite. */
    public double smallestLoss() {
        return IntStream.range(0, POINTS).mapToDouble(this::loss).min().orElseThrow();
    }

    private double loss(int point) {
        // The share that is spread over all classes, so that 1 / (n + 2) goes to wrong ones.
        double smoothed = classes / ((classes - 1.0) * (examples + 2));
        return (1 - smoothed) * losses[point].value() + smoothed * spread[point].value();
    }

    private static double temperature(double point) {
        return StrictMath.pow(2, point / IN_OCTAVE - OCTAVES);
    }
}
