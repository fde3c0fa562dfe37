package unroll.nn;

import java.util.Arrays;

/**
 * Teacher forcing (Williams and Zipser 1989): what a step feeds back is its target, a class as one
 * among zeros, in place of its output. A step without a target feeds back its output.
 */
final class Teacher {
    private Teacher() {}

    /**
     * Puts targets in the place of outputs.
     *
     * @param first packed row of the step's first row
     * @param outputs [active, width], from 0
     */
    static void teach(Batch batch, int first, int active, int width, float[] outputs) {
        for (int i = 0; i < active; i++) {
            int row = first + i;
            if (!teaches(batch, row, width)) {
                continue;
            }
            int at = i * width;
            if (batch.form().classes()) {
                Arrays.fill(outputs, at, at + width, 0);
                outputs[at + batch.targets()[row]] = 1;
            } else {
                System.arraycopy(batch.values(), row * width, outputs, at, width);
            }
        }
    }

    /**
     * Clears what steps after it give to outputs that they have not seen.
     *
     * @param dOutputs [active, width], from 0
     */
    static void forget(Batch batch, int first, int active, int width, float[] dOutputs) {
        for (int i = 0; i < active; i++) {
            if (teaches(batch, first + i, width)) {
                Arrays.fill(dOutputs, i * width, (i + 1) * width, 0);
            }
        }
    }

    private static boolean teaches(Batch batch, int row, int width) {
        if (batch.form().classes()) {
            return batch.targets()[row] >= 0;
        }
        for (int i = row * width; i < (row + 1) * width; i++) {
            if (Float.isNaN(batch.values()[i])) {
                return false;
            }
        }
        return true;
    }
}
