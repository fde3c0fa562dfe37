package unroll.task.transcribe;

import java.util.Arrays;

/** Finds the steps at which labels are emitted: those of their most probable alignment. */
final class LabelSteps {
    private LabelSteps() {}

    /**
     * Aligns labels with steps.
     *
     * <pre>
     * best[t, s] = logit[t, s] + max(best[t-1, s], best[t-1, s-1], best[t-1, s-2])
     * </pre>
     *
     * <p>over the labels with a blank before, between and after them; the last one only if s is a
     * label other than that before. Logits are not normalised: that changes all alignments alike.
     *
     * @param logits [steps, labels + 1], the blank last
     * @param found labels for which there are enough steps
     * @param labels number of different labels
     * @return the first step of each label, and the one after its last, [labels][2]
     */
    static int[][] of(float[] logits, int[] found, int labels) {
        int columns = labels + 1;
        int steps = logits.length / columns;
        var states = new int[2 * found.length + 1]; // labels with blanks around
        Arrays.fill(states, labels);
        for (int i = 0; i < found.length; i++) {
            states[2 * i + 1] = found[i];
        }
        var best = new double[states.length];
        Arrays.fill(best, Double.NEGATIVE_INFINITY);
        var back = new byte[steps][states.length]; // states passed on to reach one
        for (int t = 0; t < steps; t++) {
            for (int s = states.length - 1; s >= 0; s--) {
                double from = t == 0 ? (s < 2 ? 0 : Double.NEGATIVE_INFINITY) : best[s];
                for (int passed = 1; t > 0 && passed <= Math.min(s, 2); passed++) {
                    boolean allowed =
                            passed == 1 || (states[s] != labels && states[s] != states[s - 2]);
                    if (allowed && best[s - passed] > from) {
                        from = best[s - passed];
                        back[t][s] = (byte) passed;
                    }
                }
                best[s] = from + logits[t * columns + states[s]];
            }
        }
        var places = new int[found.length][2];
        int last = states.length - 1;
        int s = last > 0 && best[last - 1] > best[last] ? last - 1 : last;
        for (int t = steps - 1; t >= 0; s -= back[t--][s]) {
            if (s % 2 == 1) {
                places[s / 2][0] = t;
                places[s / 2][1] = Math.max(places[s / 2][1], t + 1);
            }
        }
        return places;
    }
}
