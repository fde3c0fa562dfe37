package unroll.nn.dropout;

import unroll.math.RandomKeys;
import unroll.nn.Activations;
import unroll.nn.Context;
import unroll.nn.Layer;

/**
 * The pass of a dropout that works in place: masks values in training, and their gradients with the
 * same mask; without effect when scoring.
 */
final class DropoutPass implements Layer.Pass {
    /** Masks the rows in use. */
    @FunctionalInterface
    interface Masking {
        void apply(float[] x, int rows, long key);
    }

    private final Activations signal;
    private final long number;
    private final Masking masking;

    /**
     * @param number of this dropout within the network, so that each has masks of its own
     */
    DropoutPass(Activations signal, long number, Masking masking) {
        this.signal = signal;
        this.number = number;
        this.masking = masking;
    }

    @Override
    public Activations output() {
        return signal;
    }

    @Override
    public void forward(Context context) {
        if (context.training) {
            apply(signal.value, context);
        }
    }

    @Override
    public void backward(Context context) {
        apply(signal.gradient, context);
    }

    private void apply(float[] x, Context context) {
        masking.apply(x, signal.rows, RandomKeys.mix(context.key, number));
    }
}
