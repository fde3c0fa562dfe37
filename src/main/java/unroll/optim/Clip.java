package unroll.optim;

import java.util.LinkedHashMap;
import java.util.List;
import unroll.conf.optimizer.ClipConf;
import unroll.math.SumOfSquares;
import unroll.nn.Layout;

/** Clipping of a gradient before the optimiser sees it. */
public sealed interface Clip {

    static Clip of(ClipConf conf, Layout layout) {
        if (conf instanceof ClipConf.Norm norm) {
            return new ByNorm(norm.threshold());
        }
        if (conf instanceof ClipConf.LayerNorm norm) {
            return new ByLayerNorm(norm.threshold(), layers(layout), Ranges.none());
        }
        if (conf instanceof ClipConf.Value value) {
            return new ByValue((float) value.threshold());
        }
        return new None();
    }

    /** Returns the elements of each layer: parameters whose names differ only in the last part. */
    private static List<Ranges> layers(Layout layout) {
        var layers = new LinkedHashMap<String, Ranges>();
        for (var slice : layout.slices()) {
            var layer = slice.name().substring(0, Math.max(0, slice.name().lastIndexOf('.')));
            layers.computeIfAbsent(layer, name -> Ranges.none()).add(slice.offset(), slice.end());
        }
        return List.copyOf(layers.values());
    }

    /**
     * Clips the elements in {@code ranges}; all others are not read. A gradient that is not finite
     * is not changed.
     */
    Outcome apply(float[] gradient, Ranges ranges);

    /**
     * @param norm global L2 norm before clipping; not finite if an element is not
     * @param clipped whether an element was changed
     */
    record Outcome(double norm, boolean clipped) {
        public boolean finite() {
            return Double.isFinite(norm);
        }
    }

    record None() implements Clip {
        @Override
        public Outcome apply(float[] gradient, Ranges ranges) {
            return new Outcome(norm(gradient, ranges), false);
        }
    }

    /** Scales by min(1, threshold / (norm + 1e-6)), like PyTorch's clip_grad_norm_. */
    record ByNorm(double threshold) implements Clip {
        @Override
        public Outcome apply(float[] gradient, Ranges ranges) {
            double norm = norm(gradient, ranges);
            return new Outcome(norm, shorten(gradient, ranges, norm, threshold));
        }
    }

    /**
     * Scales the gradient of each layer as {@link ByNorm} scales the whole.
     *
     * @param part its buffer
     */
    record ByLayerNorm(double threshold, List<Ranges> layers, Ranges part) implements Clip {
        @Override
        public Outcome apply(float[] gradient, Ranges ranges) {
            double norm = norm(gradient, ranges);
            boolean clipped = false;
            for (int l = 0; Double.isFinite(norm) && l < layers.size(); l++) {
                part.common(ranges, layers.get(l));
                clipped |= shorten(gradient, part, norm(gradient, part), threshold);
            }
            return new Outcome(norm, clipped);
        }
    }

    /** Clips each element to [-threshold, threshold]. */
    record ByValue(float threshold) implements Clip {
        @Override
        public Outcome apply(float[] gradient, Ranges ranges) {
            double norm = norm(gradient, ranges);
            boolean clipped = false;
            for (int r = 0; Double.isFinite(norm) && r < ranges.count(); r++) {
                clipped |= hold(gradient, ranges.from(r), ranges.to(r), threshold);
            }
            return new Outcome(norm, clipped);
        }
    }

    /**
     * Returns the L2 norm over all ranges, summed in double in an order that depends only on them.
     */
    static double norm(float[] gradient, Ranges ranges) {
        double sum = 0;
        for (int r = 0; r < ranges.count(); r++) {
            int from = ranges.from(r);
            sum += SumOfSquares.of(gradient, from, ranges.to(r) - from);
        }
        return Math.sqrt(sum);
    }

    /** Scales elements with this norm if it is too large and finite; returns whether it did. */
    private static boolean shorten(float[] x, Ranges ranges, double norm, double threshold) {
        double scale = threshold / (norm + 1e-6);
        boolean clipped = scale < 1 && Double.isFinite(norm);
        for (int r = 0; clipped && r < ranges.count(); r++) {
            scale(x, ranges.from(r), ranges.to(r), (float) scale);
        }
        return clipped;
    }

    private static void scale(float[] x, int from, int to, float scale) {
        for (int i = from; i < to; i++) {
            x[i] *= scale;
        }
    }

    private static boolean hold(float[] x, int from, int to, float threshold) {
        boolean changed = false;
        for (int i = from; i < to; i++) {
            float held = Math.max(-threshold, Math.min(threshold, x[i]));
            changed |= held != x[i];
            x[i] = held;
        }
        return changed;
    }
}
