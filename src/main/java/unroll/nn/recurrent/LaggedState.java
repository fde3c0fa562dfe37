package unroll.nn.recurrent;

import unroll.nn.Context;

/** The state a number of steps before as an input of a step: the recurrent connection of a lag. */
final class LaggedState implements StepInput.Run {
    private final StateHistory history;
    private final int lag;
    private final boolean accumulate;

    /**
     * @param lag its place among the lags
     * @param passesHidden whether the cell has assigned the gradient of the state before the step
     */
    LaggedState(StateHistory history, int lag, boolean passesHidden) {
        this.history = history;
        this.lag = lag;
        accumulate = passesHidden || !history.isNext(lag);
    }

    @Override
    public float[] value() {
        return history.lagged(lag);
    }

    @Override
    public boolean isFeedback() {
        return true;
    }

    /** The history has kept the state. */
    @Override
    public void forward(Context context, int active, int row) {}

    @Override
    public void backward(Context context, int active, int row, StepProduct product) {
        product.backward(history.gradient(lag), accumulate);
    }
}
