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

    /** The whole table: [label][prediction] rows. */
    long[][] table(int labels) {
        var table = new long[labels][labels];
        cells().forEach(cell -> table[cell.label()][cell.prediction()] = cell.rows());
        return table;
    }
}
