package unroll.nn;

import java.util.ArrayList;
import java.util.List;
import unroll.math.Kernels;

/**
 * Words in, one class a sequence out: an embedding, layers one after the other, softmax and
 * cross-entropy.
 */
public final class SequenceClassifier implements Network {
    private final Layout layout;
    private final Embedding embedding;
    private final List<Layer> layers;
    private final SoftmaxCrossEntropy loss;
    private final Kernels kernels;

    /**
     * @param layers from the one after the embedding to the one that gives logits, one row a
     *     sequence
     */
    public SequenceClassifier(
            Layout layout,
            Embedding embedding,
            List<Layer> layers,
            SoftmaxCrossEntropy loss,
            Kernels kernels) {
        this.layout = layout;
        this.embedding = embedding;
        this.layers = List.copyOf(layers);
        this.loss = loss;
        this.kernels = kernels;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int outputs() {
        return loss.classes();
    }

    @Override
    public long workspaceBytes(Capacity capacity) {
        return embedding.bytes(capacity)
                + layers.stream().mapToLong(layer -> layer.bytes(capacity)).sum();
    }

    @Override
    public Workspace open(Capacity capacity) {
        return new Run(capacity);
    }

    private final class Run implements Workspace {
        private final Context context = new Context();
        private final Embedding.Lookup lookup;
        private final List<Pass> passes = new ArrayList<>();
        private final Signal logits;
        private final boolean training;
        private float[] scored;

        Run(Capacity capacity) {
            training = capacity.training();
            lookup = embedding.open(capacity, kernels, null);
            passes.add(lookup);
            for (var layer : layers) {
                passes.add(layer.open(capacity, kernels, passes.get(passes.size() - 1).output()));
            }
            logits = passes.get(passes.size() - 1).output();
        }

        @Override
        public Loss train(float[] theta, float[] gradient, Batch batch, long key) {
            if (!training) {
                throw new IllegalStateException("this workspace was opened for scoring only");
            }
            scored = null;
            context.theta = theta;
            context.gradient = gradient;
            context.batch = batch;
            context.training = true;
            context.key = key;
            for (var pass : passes) {
                pass.forward(context);
            }
            var result = loss.loss(logits.value, batch.targets(), logits.rows, logits.gradient);
            for (int i = passes.size() - 1; i >= 0; i--) {
                passes.get(i).backward(context);
            }
            return result;
        }

        @Override
        public RowSet used(int slice) {
            return lookup.used();
        }

        @Override
        public void warm(float[] theta, Batch batch) {
            if (theta != scored) {
                forget();
                scored = theta;
            }
            context.theta = theta;
            context.batch = batch;
            context.training = false;
            for (var pass : passes) {
                pass.forward(context);
            }
        }

        @Override
        public float[] score(float[] theta, Batch batch) {
            warm(theta, batch);
            SoftmaxCrossEntropy.softmax(logits.value, logits.rows, loss.classes());
            return logits.value;
        }

        @Override
        public void forget() {
            passes.forEach(Pass::forget);
        }
    }
}
