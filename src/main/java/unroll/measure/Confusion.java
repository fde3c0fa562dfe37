package unroll.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.TreeMap;

/**
 * Counts of rows by label and prediction. Holds only pairs that occurred: with many labels most
 * never do.
 */
public final class Confusion implements Serializable {
    private final TreeMap<Integer, TreeMap<Integer, Long>> rows = new TreeMap<>(); // by label

    /**
     * Rows of a label with the same prediction.
     *
     * @param rows at least one
     */
    public record Cell(int label, int prediction, long rows) {}

    void add(int label, int prediction, long more) {
        rows.computeIfAbsent(label, k -> new TreeMap<>()).merge(prediction, more, Long::sum);
    }

    void add(Confusion other) {
        other.cells().forEach(cell -> add(cell.label(), cell.prediction(), cell.rows()));
    }

    /** Returns how many rows of a label were predicted as another, or as itself. */
    public long rows(int label, int prediction) {
        return rows.getOrDefault(label, new TreeMap<>()).getOrDefault(prediction, 0L);
    }

    /** Returns all pairs that occurred, by label, then by prediction. */
    public List<Cell> cells() {
        var cells = new ArrayList<Cell>();
        rows.forEach(
                (label, predictions) ->
                        predictions.forEach((k, n) -> cells.add(new Cell(label, k, n))));
        return cells;
    }

    /** Returns the most frequent mistakes. */
    List<Cell> mistakes(int most) {
        return cells().stream()
                .filter(cell -> cell.label() != cell.prediction())
                .sorted(Comparator.comparingLong(cell -> -cell.rows()))
                .limit(most)
                .toList();
    }

    /** Returns the rows of each label. */
    long[] byLabel(int labels) {
        var sums = new long[labels];
        cells().forEach(cell -> sums[cell.label()] += cell.rows());
        return sums;
    }

    /** Returns the rows predicted as each label. */
    long[] byPrediction(int labels) {
        var sums = new long[labels];
        cells().forEach(cell -> sums[cell.prediction()] += cell.rows());
        return sums;
    }

    /**
     * Returns Cohen's kappa (1968) with weights of squared distances between the places of label
     * and prediction; NaN if chance alone makes no mistake.
     */
    double weightedKappa(int labels) {
        double observed = 0;
        for (var cell : cells()) {
            double distance = cell.label() - cell.prediction();
            observed += distance * distance * cell.rows();
        }
        var label = Powers.of(byLabel(labels));
        var prediction = Powers.of(byPrediction(labels));
        // The sum of (i - j)² over all pairs of a label and a prediction.
        double expected =
                label.squares() * prediction.rows()
                        - 2 * label.places() * prediction.places()
                        + label.rows() * prediction.squares();
        return 1 - observed * label.rows() / expected;
    }

    /** The sums over rows of 1, of their place, and of its square. */
    private record Powers(double rows, double places, double squares) {
        static Powers of(long[] counts) {
            double rows = 0;
            double places = 0;
            double squares = 0;
            for (int k = 0; k < counts.length; k++) {
                rows += counts[k];
                places += (double) k * counts[k];
                squares += (double) k * k * counts[k];
            }
            return new Powers(rows, places, squares);
        }
    }

    /** The whole table: [label][prediction] rows. */
    long[][] table(int labels) {
        var table = new long[labels][labels];
        cells().forEach(cell -> table[cell.label()][cell.prediction()] = cell.rows());
        return table;
    }
}
