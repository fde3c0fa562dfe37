package unroll.nn.loss.vocabulary;

import java.util.Arrays;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.math.Softmax;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.Workspace;
import unroll.nn.batch.RowSet;
import unroll.nn.layer.Affine;
import unroll.nn.layer.OutputBlocks;

/**
 * A {@link WordSoftmax} that is trained on a sample of its classes (Jean et al. 2015). The loss of
 * a row with target t is the cross-entropy over t and the sample, which is drawn once a batch:
 *
 * <pre>
 * z[k] = w[k] x + b[k] - log(expected[k])   expected[k]: probability that the sample contains k
 * loss = log(exp(z[t]) + sum of exp(z[k]) over the sample without t) - z[t]
 * </pre>
 *
 * <p>The classes of the sample and the targets are the rows in use of {@code w} [classes, inputs]
 * and {@code b} [classes]. Scores are those of the full softmax.
 */
public final class SampledSoftmax implements Loss {
    /** Sets the keys of samples apart from those of dropout. */
    private static final long SAMPLE = 0x73616d706c65L;

    private static final int BLOCK = 64; // rows

    private final int inputs;
    private final int classes;
    private final int samples;
    private final int block;
    private final Layout.Slice w;
    private final Layout.Slice b;
    private final WordSoftmax full;
    private final LogUniformSampler sampler;
    private final Affine map; // of the sample, in a vector of its own

    /**
     * @param inputs columns of the last layer
     * @param classes by falling frequency
     * @param samples classes of a sample, fewer than {@code classes}
     */
    public SampledSoftmax(
            Layout.Builder layout, String name, int inputs, int classes, int samples) {
        this(layout, name, inputs, classes, samples, BLOCK);
    }

    /**
     * @param block rows at a time
     */
    SampledSoftmax(
            Layout.Builder layout, String name, int inputs, int classes, int samples, int block) {
        this.inputs = inputs;
        this.classes = classes;
        this.samples = samples;
        this.block = block;
        w = layout.addByRow(name + ".w", Initializers.glorot(1), classes, inputs);
        b = layout.addByRow(name + ".b", Initializers.zero(), classes);
        full = new WordSoftmax(new OutputBlocks(w, b), block);
        sampler = new LogUniformSampler(classes);
        map = new Affine(new Layout.Builder(), "w", "b", inputs, samples);
    }

    @Override
    public int outputs() {
        return classes;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        var scoring = new Capacity(capacity.sequences(), capacity.rows(), false);
        var scores = full.open(scoring, kernels, allocator, input);
        return capacity.training()
                ? new Sampled(capacity, kernels, allocator, input, scores)
                : scores;
    }

    private final class Sampled implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final Pass scores;
        private final RowSet used = new RowSet(); // rising
        private final int[] column; // [classes]: 1 + column in the sample; -1 of other targets; 0
        private final float[] logExpected; // [classes], of the rows in use
        private final float[] values; // [block, samples]: logits, then their gradient
        private final float[] dTarget; // [block], gradient of the targets' logits
        private final Context own = new Context(); // w and b of the sample as theta, and gradient
        private final Affine.Run run;

        Sampled(
                Capacity capacity,
                Kernels kernels,
                Allocator allocator,
                Activations input,
                Pass scores) {
            this.kernels = kernels;
            this.input = input;
            this.scores = scores;
            int rows = Math.min(block, capacity.rows());
            column = allocator.ints(classes);
            logExpected = allocator.floats(classes);
            values = allocator.floats(rows, samples);
            dTarget = allocator.floats(rows);
            own.theta = allocator.floats(samples, inputs + 1);
            own.gradient = allocator.floats(samples, inputs + 1);
            run = map.new Run(kernels, allocator, true);
        }

        @Override
        public void score(Context context, Workspace.Scores to) {
            scores.score(context, to);
        }

        @Override
        public void invalidate() {
            scores.invalidate();
        }

        @Override
        public List<RowSet> used() {
            return List.of(used, used); // of w and of b
        }

        @Override
        public void findUsed(Context context) {
            for (int i = 0; i < used.count(); i++) {
                column[used.row(i)] = 0;
            }
            used.clear();
            int draws = sampler.draw(RandomKeys.mix(context.key, SAMPLE), samples, column);
            int[] targets = context.batch.target().ids();
            for (int row = 0; row < context.batch.packing().rows(); row++) {
                if (targets[row] >= 0 && column[targets[row]] == 0) {
                    column[targets[row]] = -1;
                }
            }
            int sampled = 0;
            for (int k = 0; k < classes; k++) {
                if (column[k] != 0) {
                    used.add(k);
                    logExpected[k] = (float) sampler.logExpected(k, draws);
                    if (column[k] > 0) {
                        column[k] = ++sampled;
                    }
                }
            }
        }

        @Override
        public Workspace.BatchLoss loss(Context context) {
            if (!context.found) {
                findUsed(context);
            }
            gather(context);
            int[] targets = context.batch.target().ids();
            int terms = 0;
            for (int row = 0; row < input.rows; row++) {
                terms += targets[row] < 0 ? 0 : 1;
            }
            run.packForward(own.theta);
            run.startBackward(own);
            double loss = 0;
            for (int first = 0; first < input.rows; first += dTarget.length) {
                int rows = Math.min(dTarget.length, input.rows - first);
                int at = first * inputs;
                run.forward(own.theta, rows, input.value, at, values, 0);
                for (int row = 0; row < rows; row++) {
                    loss += loss(context.theta, row, first + row, targets[first + row], terms);
                }
                run.backward(own, rows, input.value, at, values, 0, input.gradient, at);
                for (int row = 0; row < rows; row++) {
                    if (targets[first + row] >= 0) {
                        backward(context, dTarget[row], first + row, targets[first + row]);
                    }
                }
            }
            run.finish(own.gradient);
            scatter(context.gradient);
            return new Workspace.BatchLoss(loss, terms);
        }

        /** Copies the parameters of the sample, and clears the gradient of the rows in use. */
        private void gather(Context context) {
            for (int i = 0; i < used.count(); i++) {
                int k = used.row(i);
                int from = w.offset() + k * inputs;
                Arrays.fill(context.gradient, from, from + inputs, 0);
                context.gradient[b.offset() + k] = 0;
                if (column[k] > 0) {
                    int to = column[k] - 1;
                    System.arraycopy(context.theta, from, own.theta, to * inputs, inputs);
                    own.theta[samples * inputs + to] =
                            context.theta[b.offset() + k] - logExpected[k];
                }
            }
        }

        /**
         * Returns the loss of a row, and turns its logits into their gradient: of the mean over all
         * terms.
         *
         * @param row in the block
         * @param inputRow in the batch
         */
        private double loss(float[] theta, int row, int inputRow, int target, int terms) {
            int at = row * samples;
            if (target < 0) {
                Arrays.fill(values, at, at + samples, 0);
                return 0;
            }
            int same = column[target] - 1; // not a second class
            if (same >= 0) {
                values[at + same] = Float.NEGATIVE_INFINITY;
            }
            int from = w.offset() + target * inputs;
            float product = kernels.dot(theta, from, input.value, inputRow * inputs, inputs);
            float logit = product + theta[b.offset() + target] - logExpected[target];
            float largest = Math.max(logit, Softmax.largest(values, at, samples));
            double below = logit - (double) largest;
            double exp = StrictMath.exp(below);
            double sum = exp + Softmax.exponentials(kernels, largest, values, at, samples);
            float factor = (float) (1 / (sum * terms));
            for (int k = at; k < at + samples; k++) {
                values[k] *= factor;
            }
            if (same >= 0) {
                values[at + same] = 0;
            }
            dTarget[row] = (float) ((exp / sum - 1) / terms);
            return StrictMath.log(sum) - below;
        }

        /** Adds what the target's logit gives to the gradients of its parameters and the input. */
        private void backward(Context context, float d, int row, int target) {
            int from = w.offset() + target * inputs;
            int at = row * inputs;
            kernels.addScaled(d, context.theta, from, input.gradient, at, inputs);
            kernels.addScaled(d, input.value, at, context.gradient, from, inputs);
            context.gradient[b.offset() + target] += d;
        }

        /** Adds the gradient of the sample's parameters. */
        private void scatter(float[] gradient) {
            for (int i = 0; i < used.count(); i++) {
                int k = used.row(i);
                int from = column[k] - 1;
                if (from >= 0) {
                    int to = w.offset() + k * inputs;
                    kernels.add(own.gradient, from * inputs, gradient, to, inputs);
                    gradient[b.offset() + k] += own.gradient[samples * inputs + from];
                }
            }
        }
    }
}
