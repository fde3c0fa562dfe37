package unroll.optim;

import unroll.conf.TrainingConf.ClipConf;

/** What happens to a gradient before the optimiser sees it. */
public sealed interface Clip {

    static Clip of(ClipConf conf) {
        if (conf instanceof ClipConf.Norm norm) {
            return new ByNorm(norm.threshold());
        }
        if (conf instanceof ClipConf.Value value) {
            return new ByValue((float) value.threshold());
        }
        return new None();
    }

    /**
     * Clips the elements in {@code ranges}, all others are not even read. A gradient that is not
     * finite is left as it is.
     */
    Outcome apply(float[] gradient, Ranges ranges);

    /**
     * @param norm global L2 norm before clipping; not finite where an element is not
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

    /** Scaled by min(1, threshold / (norm + 1e-6)), as PyTorch's clip_grad_norm_. */
    record ByNorm(double threshold) implements Clip {
        @Override
        public Outcome apply(float[] gradient, Ranges ranges) {
            double norm = norm(gradient, ranges);
            double scale = threshold / (norm + 1e-6);
            boolean clipped = scale < 1 && Double.isFinite(norm);
            for (int r = 0; clipped && r < ranges.count(); r++) {
                scale(gradient, ranges.from(r), ranges.to(r), (float) scale);
            }
            return new Outcome(norm, clipped);
        }
    }

    /** Each element is held in [-threshold, threshold]. */
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
     * The L2 norm over all ranges, summed in double and in an order that only the ranges decide.
     */
    static double norm(float[] gradient, Ranges ranges) {
        double sum = 0;
        for (int r = 0; r < ranges.count(); r++) {
            sum += squares(gradient, ranges.from(r), ranges.to(r));
        }
        return Math.sqrt(sum);
    }

    private static double squares(float[] x, int from, int to) {
        // Eight sums, since one would wait for each addition; a square of a float is exact in
        // double.
        double s0 = 0, s1 = 0, s2 = 0, s3 = 0, s4 = 0, s5 = 0, s6 = 0, s7 = 0;
        int i = from;
        for (; i <= to - 8; i += 8) {
            s0 += (double) x[i] * x[i];
            s1 += (double) x[i + 1] * x[i + 1];
            s2 += (double) x[i + 2] * x[i + 2];
            s3 += (double) x[i + 3] * x[i + 3];
            s4 += (double) x[i + 4] * x[i + 4];
            s5 += (double) x[i + 5] * x[i + 5];
            s6 += (double) x[i + 6] * x[i + 6];
            s7 += (double) x[i + 7] * x[i + 7];
        }
        for (; i < to; i++) {
            s0 += (double) x[i] * x[i];
        }
        return ((s0 + s4) + (s2 + s6)) + ((s1 + s5) + (s3 + s7));
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
