package unroll.encode.series;

import java.util.Arrays;
import java.util.List;

/** The rows of one series in the order of their times, which can all be read. */
public final class SeriesRows {
    private final List<Object> keys;
    private final int columns;
    private Object like; // a time as the table writes it
    private long[] times = new long[64];
    private double[] numbers; // [rows, columns]
    private int rows;

    /**
     * @param keys values of the columns that tell series apart
     * @param columns number of columns with numbers
     */
    public SeriesRows(List<Object> keys, int columns) {
        this.keys = keys;
        this.columns = columns;
        numbers = new double[64 * columns];
    }

    /**
     * Adds a row.
     *
     * @param written the time as the table writes it
     * @param row numbers; NaN for those that are missing
     */
    public void add(Object written, long time, double[] row) {
        if (rows == times.length) {
            times = Arrays.copyOf(times, 2 * rows);
            numbers = Arrays.copyOf(numbers, 2 * rows * columns);
        }
        like = written;
        times[rows] = time;
        System.arraycopy(row, 0, numbers, rows * columns, columns);
        rows++;
    }

    /** Returns the values of the columns that tell series apart. */
    public List<Object> keys() {
        return keys;
    }

    int rows() {
        return rows;
    }

    long time(int row) {
        return times[row];
    }

    double number(int row, int column) {
        return numbers[row * columns + column];
    }

    /** Returns a time as the table writes it. */
    Object written(long time) {
        return SeriesTimes.in(like, time);
    }

    /** Returns whether times are numbers, which have no units. */
    boolean countsInNumbers() {
        return SeriesTimes.isNumber(like);
    }
}
