package unroll.nn.layer;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.RandomKeys;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.Loss;
import unroll.nn.batch.RowSet;

/**
 * Adversarial training of the layers above word vectors (Miyato, Dai and Goodfellow 2017): in
 * training, all layers from the word vectors s to the logits run again on s + r, and add to the
 * mean loss L(s) of the batch
 *
 * <pre>
 * weight * L(s + r)                          r = epsilon g / |g|,  g = dL(s) / ds
 * weight * mean KL(p(s) || p(s + r))         r = epsilon g / |g|,  g = dKL(p(s) || p(s + d)) / dd
 * </pre>
 *
 * <p>the second if it is virtual. |g| is the L2 norm over all steps of one sequence; d is random,
 * of norm {@link #SMALL}; r and p(s) are constants of the gradient, as in the paper. All runs have
 * the same dropout masks. What is added is reported by {@link Context#penalty}, apart from the
 * loss. When scoring, the layers run once.
 */
public final class Adversarial implements Layer {
    /** Norm of the random perturbation that finds the virtual one; that of the authors' code. */
    private static final double SMALL = 0.1;

    private final List<Layer> layers;
    private final Loss loss;
    private final double epsilon;
    private final double weight;
    private final boolean virtual;
    private final List<Layout.Slice> parameters;
    private final int first; // element of theta
    private final int number;

    /**
     * @param layers one after the other, the last gives logits
     * @param loss of the network, without parameters of its own
     * @param epsilon L2 norm of a perturbation, above 0
     * @param weight of the loss that is added
     * @param virtual whether perturbations change predictions most, not the loss
     * @param parameters of the layers, which lie side by side in the layout
     * @param number of this layer within the network, so that its random numbers are its own
     */
    public Adversarial(
            List<Layer> layers,
            Loss loss,
            double epsilon,
            double weight,
            boolean virtual,
            List<Layout.Slice> parameters,
            int number) {
        this.layers = List.copyOf(layers);
        this.loss = loss;
        this.epsilon = epsilon;
        this.weight = weight;
        this.virtual = virtual;
        this.parameters = List.copyOf(parameters);
        first = parameters.get(0).offset();
        this.number = number;
    }

    @Override
    public int outputs() {
        return layers.get(layers.size() - 1).outputs();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return capacity.training()
                ? new Run(capacity, kernels, allocator, input)
                : new PassChain(layers, capacity, kernels, allocator, input);
    }

    private final class Run implements Pass {
        private final Kernels kernels;
        private final Perturbation perturbation;
        private final Pass inner;
        private final Activations output;
        private final Loss.Pass goal;
        private final Divergence divergence;
        private final List<RowSet> used;
        private final float[] gradient; // of the first run, [elements of the parameters]

        Run(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            perturbation = new Perturbation(capacity, allocator, input);
            inner = new PassChain(layers, capacity, kernels, allocator, perturbation.output);
            output = inner.output();
            goal = loss.open(capacity, kernels, allocator, output);
            divergence = new Divergence(allocator, output, virtual ? capacity.sequences() : 0);
            used = inner.used();
            gradient = allocator.floats(parameters.get(parameters.size() - 1).end() - first);
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public List<RowSet> used() {
            return used;
        }

        @Override
        public void findUsed(Context context) {
            inner.findUsed(context);
        }

        @Override
        public void invalidate() {
            inner.invalidate();
        }

        @Override
        public void forward(Context context) {
            perturbation.none();
            inner.forward(context);
        }

        @Override
        public void backward(Context context) {
            if (virtual) {
                divergence.keep();
            }
            inner.backward(context);
            perturbation.assignGradient();
            keep(context.gradient);
            var observer = context.observer;
            context.observer = null;
            context.again = true;
            if (virtual) {
                perturbation.random(SMALL, RandomKeys.mix(context.key, number));
                inner.forward(context);
                divergence.loss();
                inner.backward(context);
            }
            perturbation.alongGradient(epsilon);
            inner.forward(context);
            context.penalty += weight * (virtual ? divergence.loss() : loss(context));
            scale(output.gradient, output.rows * output.columns);
            inner.backward(context);
            perturbation.addGradient();
            addKept(context.gradient);
            context.again = false;
            context.observer = observer;
        }

        /**
         * Keeps what a run assigned. All runs use the same rows, since they have the same masks.
         */
        private void keep(float[] assigned) {
            int rows = 0; // parameters by row so far
            for (int p = 0; p < parameters.size(); p++) {
                var slice = parameters.get(p);
                int width = slice.rowSize();
                if (!slice.byRow()) {
                    int at = slice.offset();
                    System.arraycopy(assigned, at, gradient, at - first, slice.size());
                    continue;
                }
                var set = used.get(rows++);
                for (int i = 0; i < set.count(); i++) {
                    int at = slice.offset() + set.row(i) * width;
                    System.arraycopy(assigned, at, gradient, at - first, width);
                }
            }
        }

        private void addKept(float[] assigned) {
            int rows = 0;
            for (int p = 0; p < parameters.size(); p++) {
                var slice = parameters.get(p);
                int width = slice.rowSize();
                if (!slice.byRow()) {
                    int at = slice.offset();
                    kernels.add(gradient, at - first, assigned, at, slice.size());
                    continue;
                }
                var set = used.get(rows++);
                for (int i = 0; i < set.count(); i++) {
                    int at = slice.offset() + set.row(i) * width;
                    kernels.add(gradient, at - first, assigned, at, width);
                }
            }
        }

        /** Returns the mean loss; 0 for a batch without terms. */
        private double loss(Context context) {
            var batch = goal.loss(context);
            return batch.terms() > 0 ? batch.mean() : 0;
        }

        private void scale(float[] x, int count) {
            for (int i = 0; i < count; i++) {
                x[i] *= (float) weight;
            }
        }
    }
}
