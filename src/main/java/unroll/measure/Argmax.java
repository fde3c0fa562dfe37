package unroll.measure;

import java.util.stream.IntStream;

/** The place of the largest of some numbers. */
public final class Argmax {
    private Argmax() {}

    /** Returns the place of the largest number; the first of equally large ones. */
    public static int of(float[] numbers) {
        return of(numbers, 0, numbers.length);
    }

    /**
     * Returns the same of each row.
     *
     * @param numbers [rows, columns]
     */
    public static int[] ofRows(float[] numbers, int columns) {
        return IntStream.range(0, numbers.length / columns)
                .map(row -> of(numbers, row * columns, columns))
                .toArray();
    }

    /**
     * Returns the same of a part.
     *
     * @return counted from {@code from}
     */
    public static int of(float[] numbers, int from, int count) {
        int best = 0;
        for (int k = 1; k < count; k++) {
            if (numbers[from + k] > numbers[from + best]) {
                best = k;
            }
        }
        return best;
    }
}
