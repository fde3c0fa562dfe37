package unroll.nn.recurrent;

import java.util.List;

/**
 * The feedback from earlier steps to a step.
 *
 * @param lags lengths of the recurrent connections, rising: each adds the product of the state so
 *     many steps before with a matrix of its own
 * @param outputs width of an output layer within the step, whose values are output and fed back in
 *     place of the hidden state; 0 without one
 * @param softmax whether that output layer is a softmax, else it is linear
 * @param teacherForcing whether in training the target of each step is fed back in place of that
 *     output; the output is then the logits, which a loss takes
 * @param weightDrop probability that an element of a recurrent matrix is dropped from a batch
 */
public record Feedback(
        List<Integer> lags,
        int outputs,
        boolean softmax,
        boolean teacherForcing,
        double weightDrop) {
    /** The hidden state of the step before. */
    public static final Feedback PLAIN = new Feedback(List.of(1), 0, false, false, 0);

    public Feedback {
        lags = List.copyOf(lags);
        if (teacherForcing && outputs == 0) {
            throw new IllegalArgumentException(
                    "expected outputs of the layer's own to force, got none");
        }
    }

    int longest() {
        return lags.get(lags.size() - 1);
    }
}
