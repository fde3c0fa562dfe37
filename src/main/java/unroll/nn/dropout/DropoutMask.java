package unroll.nn.dropout;

import java.util.Arrays;
import unroll.math.RandomKeys;

/**
 * Random masks as a function of a key and an element's number, so that backward can make them
 * again.
 */
public final class DropoutMask {
    private DropoutMask() {}

    /** Returns 32 random bits for an element. */
    public static long bits(long key, int element) {
        return RandomKeys.next(key + element) >>> 32;
    }

    /**
     * Inverted dropout in place: each element becomes zero with the given probability, others are
     * divided by the probability of staying. Applied to values and gradients alike.
     */
    public static void apply(float[] x, int count, double probability, long key) {
        int threshold = (int) (probability * 0x1p16);
        float scale = (float) (1 / (1 - probability));
        for (int i = 0; i < count; i += 4) {
            long bits = RandomKeys.next(key + i);
            for (int j = i; j < Math.min(i + 4, count); j++, bits >>>= 16) {
                x[j] = (bits & 0xffff) < threshold ? 0 : x[j] * scale;
            }
        }
    }

    /** Applies {@link #apply} to whole rows, [rows, columns]. */
    public static void applyRows(float[] x, int rows, int columns, double probability, long key) {
        long threshold = (long) (probability * 0x1p32);
        float scale = (float) (1 / (1 - probability));
        for (int row = 0; row < rows; row++) {
            int at = row * columns;
            if (bits(key, row) < threshold) {
                Arrays.fill(x, at, at + columns, 0);
            } else {
                for (int j = at; j < at + columns; j++) {
                    x[j] *= scale;
                }
            }
        }
    }
}
