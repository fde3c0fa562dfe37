package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.batch.Packing;

/**
 * Masks of steps and of bands of each sequence in training, in place (SpecAugment, Park et al.
 * 2019, without warping): what is masked becomes zero, the mean of standardised inputs. The width
 * of each mask is drawn uniformly up to a maximum, then its place. Without effect when scoring.
 */
public final class SpectrumMask implements Layer {
    private static final int SHARE = 5; // a mask covers at most a fifth of a sequence

    private final int bands;
    private final int orders;
    private final Masks masks;
    private final long number;

    /**
     * How much is masked.
     *
     * @param times masks of steps
     * @param steps maximum width of each, but never more than a fifth of the sequence
     * @param bands masks of bands
     * @param width maximum width of each
     */
    public record Masks(int times, int steps, int bands, int width) {}

    /**
     * @param bands of a step's vector
     * @param orders how often a step's vector has these bands, such as once more for their slopes
     * @param number of this layer within the network, so that each has masks of its own
     */
    public SpectrumMask(int bands, int orders, Masks masks, int number) {
        this.bands = bands;
        this.orders = orders;
        this.masks = masks;
        this.number = number;
    }

    @Override
    public int outputs() {
        return bands * orders;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Pass() {
            @Override
            public Activations output() {
                return input;
            }

            @Override
            public void forward(Context context) {
                if (context.training) {
                    mask(input.value, input.packing, context.key);
                }
            }

            @Override
            public void backward(Context context) {
                mask(input.gradient, input.packing, context.key);
            }
        };
    }

    private void mask(float[] x, Packing packing, long batch) {
        long key = RandomKeys.mix(batch, number);
        for (int b = 0; b < packing.sequences(); b++) {
            maskSteps(x, packing, b, RandomKeys.next(key + 2L * b));
            maskBands(x, packing, b, RandomKeys.next(key + 2L * b + 1));
        }
    }

    private void maskSteps(float[] x, Packing packing, int sequence, long key) {
        int length = packing.length(sequence);
        int widest = Math.min(masks.steps(), length / SHARE);
        long draw = key;
        for (int i = 0; i < masks.times(); i++) {
            draw = RandomKeys.next(draw);
            int width = RandomKeys.below(draw, widest + 1);
            draw = RandomKeys.next(draw);
            int first = RandomKeys.below(draw, length - width + 1);
            for (int t = first; t < first + width; t++) {
                clear(x, packing.row(t, sequence), 0, outputs());
            }
        }
    }

    private void maskBands(float[] x, Packing packing, int sequence, long key) {
        int widest = Math.min(masks.width(), bands);
        long draw = key;
        for (int i = 0; i < masks.bands(); i++) {
            draw = RandomKeys.next(draw);
            int width = RandomKeys.below(draw, widest + 1);
            draw = RandomKeys.next(draw);
            int first = RandomKeys.below(draw, bands - width + 1);
            for (int t = 0; t < packing.length(sequence); t++) {
                for (int order = 0; order < orders; order++) {
                    clear(x, packing.row(t, sequence), order * bands + first, width);
                }
            }
        }
    }

    private void clear(float[] x, int row, int column, int count) {
        int at = row * outputs() + column;
        Arrays.fill(x, at, at + count, 0);
    }
}
