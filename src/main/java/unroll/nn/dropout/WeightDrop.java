package unroll.nn.dropout;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.nn.Context;
import unroll.nn.Layout;

/**
 * Inverted dropout of a matrix's elements, one mask a batch: an element of a recurrent matrix is
 * dropped at all steps (weight drop: Merity et al. 2018, after DropConnect: Wan et al. 2013).
 */
public final class WeightDrop {
    private final Kernels kernels;
    private final Layout.Slice w;
    private final double probability;
    private final float[] mask; // as w: 0, or what an element is multiplied by
    private final float[] kept; // as w: the elements times the mask

    public WeightDrop(Kernels kernels, Allocator allocator, Layout.Slice w, double probability) {
        this.kernels = kernels;
        this.w = w;
        this.probability = probability;
        mask = allocator.floats(w.size());
        kept = allocator.floats(w.size());
    }

    /** Draws the batch's mask. */
    public void draw(Context context) {
        Arrays.fill(mask, 1);
        // By its place, each matrix has masks of its own.
        DropoutMask.apply(
                mask, mask.length, probability, RandomKeys.mix(context.key, w.offset(), 1));
        kernels.product(context.theta, w.offset(), mask, 0, kept, 0, kept.length);
    }

    /** Returns the matrix under the last mask, from 0. */
    public float[] weights() {
        return kept;
    }

    /** Turns the gradient of {@link #weights} into that of the parameter, in place. */
    public void backward(float[] gradient) {
        kernels.product(gradient, w.offset(), mask, 0, gradient, w.offset(), mask.length);
    }
}
