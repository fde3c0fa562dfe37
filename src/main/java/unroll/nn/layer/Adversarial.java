package unroll.nn.layer;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.math.Keys;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
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
    private final int from;
    private final int to;
    private final int number;

    /**
     * @param layers one after the other, the last gives logits; their parameters lie side by side
     *     in the layout, none of them by row
     * @param loss of the network, without parameters of its own
     * @param epsilon L2 norm of a perturbation, above 0
     * @param weight of the loss that is added
     * @param virtual whether perturbations change predictions most, not the loss
     * @param from first parameter of the layers
     * @param to end of the last one
     * @param number of this layer within the network, so that its random numbers are its own
     */
    public Adversarial(
            List<Layer> layers,
            Loss loss,
            double epsilon,
            double weight,
            boolean virtual,
            int from,
            int to,
            int number) {
        this.layers = List.copyOf(layers);
        this.loss = loss;
        this.epsilon = epsilon;
        this.weight = weight;
        this.virtual = virtual;
        this.from = from;
        this.to = to;
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
        private final float[] gradient; // of the first run, [parameters of the layers]

        Run(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.kernels = kernels;
            perturbation = new Perturbation(capacity, allocator, input);
            inner = new PassChain(layers, capacity, kernels, allocator, perturbation.output);
            output = inner.output();
            goal = loss.open(capacity, kernels, allocator, output);
            divergence = new Divergence(allocator, output, virtual ? capacity.sequences() : 0);
            gradient = allocator.floats(to - from);
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public List<RowSet> used() {
            return inner.used();
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
            System.arraycopy(context.gradient, from, gradient, 0, to - from);
            var observer = context.observer;
            context.observer = null;
            context.again = true;
            if (virtual) {
                perturbation.random(SMALL, Keys.mix(context.key, number));
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
            kernels.add(gradient, 0, context.gradient, from, to - from);
            context.again = false;
            context.observer = observer;
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
