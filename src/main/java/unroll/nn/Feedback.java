package unroll.nn;

import java.util.List;

/**
 * How earlier steps reach a step.
 *
 * @param lags lengths of the recurrent connections, rising: each adds the product of the state so
 *     many steps before with a matrix of its own
 * @param outputs width of an output layer within the step, whose values are handed on and fed back
 *     in place of the hidden state; 0 where there is none
 * @param softmax whether that output layer is a softmax, else it is linear
 * @param weightDrop probability that an element of a recurrent matrix is dropped from a batch
 */
public record Feedback(List<Integer> lags, int outputs, boolean softmax, double weightDrop) {
    /** The hidden state of the step before. */
    public static final Feedback PLAIN = new Feedback(List.of(1), 0, false, 0);

    public Feedback {
        lags = List.copyOf(lags);
    }

    int longest() {
        return lags.get(lags.size() - 1);
    }
}
