package unroll.nn.recurrent;

import java.util.Arrays;
import unroll.nn.batch.Stream;

/**
 * Teacher forcing (Williams and Zipser 1989): a step feeds back its target, a class one-hot, in
 * place of its output. A step without a target feeds back its output.
 */
final class TeacherForcing {
    private TeacherForcing() {}

    /**
     * Replaces outputs by targets.
     *
     * @param targets one a step
     * @param first packed row of the step's first row
     * @param outputs [active, width], from 0
     */
    static void feedTargets(Stream targets, int first, int active, int width, float[] outputs) {
        for (int i = 0; i < active; i++) {
            int row = first + i;
            if (targets.isMissing(row)) {
                continue;
            }
            int at = i * width;
            if (targets.width() == 0) {
                Arrays.fill(outputs, at, at + width, 0);
                outputs[at + targets.ids()[row]] = 1;
            } else {
                System.arraycopy(targets.values(), row * width, outputs, at, width);
            }
        }
    }

    /**
     * Clears the gradient of outputs that were replaced by targets.
     *
     * @param dOutputs [active, width], from 0
     */
    static void clearGradients(Stream targets, int first, int active, int width, float[] dOutputs) {
        for (int i = 0; i < active; i++) {
            if (!targets.isMissing(first + i)) {
                Arrays.fill(dOutputs, i * width, (i + 1) * width, 0);
            }
        }
    }
}
