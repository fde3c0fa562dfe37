package unroll.nn.input;

import java.util.Arrays;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Initializers;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.batch.Batch;
import unroll.nn.batch.RowSet;
import unroll.nn.dropout.DropoutMask;

/**
 * A linear model of the features of each sequence, added to the logits of a network (wide and deep
 * learning, Cheng et al. 2016):
 *
 * <pre>y = x + b + {@link #SCALE} / √n Σ w_f</pre>
 *
 * over the n features f of the sequence; {@code w} [features, outputs] is learnt by row, {@code b}
 * [outputs]. The length n is the one without dropout. Without a feature y = x + b.
 *
 * <p>In training a feature is left out with probability {@code dropout}, and the others count for
 * more. With probability {@code textDropout} a sequence keeps none, so y = x.
 *
 * <p>Both models can learn together, from the loss of y, or apart: then y = x in training, the
 * linear model learns from a loss of its own scores, and the sum y is that of two models of which
 * neither relies on the other. What is added to x can be weighted in predictions.
 */
public final class FeatureScores implements Layer {
    /**
     * Factor of the sum of a text's weights, after division by the Euclidean length of its
     * features. A text of a hundred features has their plain sum.
     */
    static final float SCALE = 10;

    /** The parameter with the weights of the features, [features, outputs]. */
    public static final String WEIGHTS = "wide.w";

    /** The parameter after it, the bias of each output. */
    public static final String BIAS = "wide.b";

    private final FeatureFinder finder;
    private final double dropout;
    private final double textDropout;
    private final int number;
    private final Loss apart; // null if both models learn together
    private final float weight; // of what is added in predictions
    private final Layout.Slice weights;
    private final Layout.Slice bias;

    /**
     * @param number of the layer, which makes its random masks its own
     * @param apart loss of the linear model alone; null if both models learn from the loss of y
     * @param weight of what is added to the logits in predictions; training adds it as it is
     */
    public FeatureScores(
            Layout.Builder layout,
            FeatureFinder finder,
            int outputs,
            double dropout,
            double textDropout,
            int number,
            Loss apart,
            double weight) {
        this.finder = finder;
        this.dropout = dropout;
        this.textDropout = textDropout;
        this.number = number;
        this.apart = apart;
        this.weight = (float) weight;
        weights = layout.addZerosByRow(WEIGHTS, finder.features(), outputs);
        bias = layout.add(BIAS, Initializers.zero(), outputs);
    }

    /** Returns the factor of the weights of a text with a number of features. */
    public static float factor(int features) {
        return SCALE / (float) Math.sqrt(Math.max(1, features));
    }

    @Override
    public int outputs() {
        return weights.rowSize();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Sums(capacity, kernels, allocator, input);
    }

    private final class Sums implements Pass {
        private final Kernels kernels;
        private final Activations input;
        private final Activations output;
        private final FeatureFinder.Search search;
        private final RowGradients gradients;
        private final int[] words; // of one sequence
        private final int[] features; // of all sequences
        private final int[] ends; // [sequences], in features
        private final float[] factors; // [sequences]: of the sum of weights
        private final boolean[] left; // [sequences]: whether no feature counts
        private final float[] row; // [outputs]
        private final Activations scores; // of the linear model alone; null if it learns with x
        private final Loss.Pass loss; // of the scores

        Sums(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            this.input = input;
            output = new Activations(allocator, input.maxRows, outputs(), capacity.training());
            search = finder.open(allocator, capacity.rows());
            gradients = new RowGradients(weights, kernels, allocator);
            words = allocator.ints(capacity.rows());
            features = allocator.ints(capacity.rows(), finder.perWord());
            ends = allocator.ints(capacity.sequences());
            factors = allocator.floats(capacity.sequences());
            left = allocator.booleans(capacity.sequences());
            row = allocator.floats(outputs());
            boolean alone = apart != null && capacity.training();
            scores = alone ? new Activations(allocator, input.maxRows, outputs(), true) : null;
            loss = alone ? apart.open(capacity, kernels, allocator, scores) : null;
        }

        private boolean isApart(Context context) {
            return scores != null && context.training;
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public List<RowSet> used() {
            return List.of(gradients.used());
        }

        @Override
        public void findUsed(Context context) {
            findFeatures(context);
            gradients.clear();
            for (int i = 0; i < count(context); i++) {
                gradients.use(features[i]);
            }
        }

        private int count(Context context) {
            int sequences = context.batch.packing().sequences();
            return sequences == 0 ? 0 : ends[sequences - 1];
        }

        /** Finds the features of each sequence, in training those that dropout leaves. */
        private void findFeatures(Context context) {
            var source = context.batch.stream(Batch.SOURCE);
            var packing = source.packing();
            long key = RandomKeys.mix(context.key, number);
            long wholeTexts = (long) (context.training ? textDropout * 0x1p32 : 0);
            int end = 0;
            for (int b = 0; b < packing.sequences(); b++) {
                for (int t = 0; t < packing.length(b); t++) {
                    words[t] = source.ids()[packing.row(t, b)];
                }
                int found = search.find(words, packing.length(b), features, end);
                factors[b] = factor(found);
                left[b] = DropoutMask.bits(RandomKeys.mix(key, 1), b) < wholeTexts;
                int kept = left[b] ? 0 : found;
                if (context.training && dropout > 0 && !left[b]) {
                    kept = thin(end, found, key);
                    factors[b] /= (float) (1 - dropout);
                }
                end += kept;
                ends[b] = end;
            }
        }

        /** Leaves out features at random; returns the number of those left. */
        private int thin(int from, int count, long key) {
            long threshold = (long) (dropout * 0x1p32);
            int kept = 0;
            for (int i = from; i < from + count; i++) {
                if (DropoutMask.bits(key, i) >= threshold) {
                    features[from + kept++] = features[i];
                }
            }
            return kept;
        }

        @Override
        public void forward(Context context) {
            if (!context.found && !context.again) {
                findFeatures(context);
            }
            output.rows = input.rows;
            output.packing = input.packing;
            int outputs = outputs();
            System.arraycopy(input.value, 0, output.value, 0, output.rows * outputs);
            var to = isApart(context) ? scores : output;
            if (to == scores) {
                scores.rows = input.rows;
                scores.packing = input.packing;
                Arrays.fill(scores.value, 0, scores.rows * outputs, 0);
            }
            float counts = context.training ? 1 : weight;
            for (int b = 0, i = 0; b < output.rows; b++) {
                int at = b * outputs;
                Arrays.fill(row, 0);
                for (; i < ends[b]; i++) {
                    int from = weights.offset() + features[i] * outputs;
                    kernels.add(context.theta, from, row, 0, outputs);
                }
                for (int k = 0; k < outputs && !left[b]; k++) {
                    float score = context.theta[bias.offset() + k] + factors[b] * row[k];
                    to.value[at + k] += counts * score;
                }
            }
        }

        @Override
        public void backward(Context context) {
            int outputs = outputs();
            System.arraycopy(output.gradient, 0, input.gradient, 0, output.rows * outputs);
            float[] gradient = output.gradient;
            if (isApart(context)) {
                loss.loss(context);
                gradient = scores.gradient;
            }
            Arrays.fill(context.gradient, bias.offset(), bias.end(), 0);
            gradients.clear();
            for (int b = 0, i = 0; b < output.rows; b++) {
                int at = b * outputs;
                if (left[b]) {
                    continue;
                }
                kernels.add(gradient, at, context.gradient, bias.offset(), outputs);
                for (int k = 0; k < outputs; k++) {
                    row[k] = factors[b] * gradient[at + k];
                }
                for (; i < ends[b]; i++) {
                    gradients.add(features[i], row, 0, context.gradient);
                }
            }
        }
    }
}
