package unroll.nn;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/**
 * A network of chains of layers: sequences in, one row of outputs a sequence (after pooling) or a
 * step. The loss takes the output of the last chain; outputs of the others are read by chains after
 * them.
 */
public final class SequenceNetwork implements Network {
    /**
     * A network whose last chain writes sequences, a step of all of them at a time, from what its
     * other chains have read. Not for two threads.
     */
    public interface Writer {
        /** Computes the chains but the last, for a batch whose sequences are to be written. */
        void read(float[] theta, Batch batch);

        /**
         * Computes one step of the last chain for the batch that was read. Its stream has been
         * packed with one step a sequence; sequences continue if the batch does.
         *
         * @param origins the example that was read for each sequence
         * @param parents place in the step before of each sequence, if they continue
         * @param to receives [sequences, outputs]
         */
        void write(int[] origins, int[] parents, Workspace.Scores to);

        /** Computes a step as {@link #write} does, for its states alone. */
        void advance(int[] origins, int[] parents);

        /**
         * Returns the weights of the attention at the last step; null if the last chain has none.
         */
        Context.AttentionWeights attention();
    }

    private final Layout layout;
    private final List<Chain> chains;
    private final Loss objective;
    private final Kernels kernels;

    /**
     * @param chains in the order in which they are computed; their by-row parameters, and then
     *     those of the loss, lie in the same order in the layout
     */
    public SequenceNetwork(Layout layout, List<Chain> chains, Loss objective, Kernels kernels) {
        this.layout = layout;
        this.chains = List.copyOf(chains);
        this.objective = objective;
        this.kernels = kernels;
    }

    @Override
    public Layout layout() {
        return layout;
    }

    @Override
    public int outputs() {
        return objective.outputs();
    }

    @Override
    public long workspaceBytes(Capacity capacity) {
        var counted = Allocator.counting();
        new Run(capacity, counted, null);
        return counted.bytes();
    }

    @Override
    public Workspace open(Capacity capacity) {
        return open(capacity, null);
    }

    @Override
    public Workspace open(Capacity capacity, Observer observer) {
        return new Run(capacity, Allocator.heap(), observer);
    }

    /**
     * Opens a workspace that writes.
     *
     * @param capacity most sequences that are written, and most rows that are read
     */
    public Writer openWriter(Capacity capacity) {
        return new Run(capacity, Allocator.heap(), null);
    }

    private final class Run implements Workspace, Writer {
        private final Context context = new Context();
        private final List<Layer.Pass> passes = new ArrayList<>();
        private final List<RowSet> used = new ArrayList<>(); // of the layout's by-row slices
        private final List<Activations> shared = new ArrayList<>(); // outputs read by other chains
        private final Activations last; // the last chain's output
        private final Loss.Pass goal;
        private final boolean training;
        private int writing; // the first pass of the last chain
        private float[] scored;
        private float[] collected; // of the last score, all rows

        Run(Capacity capacity, Allocator allocator, Observer observer) {
            context.observer = observer;
            training = capacity.training();
            var outputs = new LinkedHashMap<String, Activations>();
            for (var chain : chains) {
                writing = passes.size();
                outputs.put(chain.name(), open(chain, capacity, allocator));
            }
            context.chains = outputs;
            passes.forEach(pass -> used.addAll(pass.used()));
            last = passes.get(passes.size() - 1).output();
            outputs.values().stream().filter(output -> output != last).forEach(shared::add);
            goal = objective.open(capacity, kernels, allocator, last);
            used.addAll(goal.used());
        }

        private Activations open(Chain chain, Capacity capacity, Allocator allocator) {
            Activations output = null;
            for (var layer : chain.layers()) {
                passes.add(layer.open(capacity, kernels, allocator, output));
                output = passes.get(passes.size() - 1).output();
            }
            return output;
        }

        @Override
        public BatchLoss train(float[] theta, float[] gradient, Batch batch, long key) {
            if (!training) {
                throw new IllegalStateException("this workspace was opened for scoring only");
            }
            scored = null;
            context.theta = theta;
            context.gradient = gradient;
            context.batch = batch;
            context.training = true;
            context.teacherForcing = true;
            context.found &= context.key == key;
            context.key = key;
            context.penalty = 0;
            for (var pass : passes) {
                pass.forward(context);
            }
            shared.forEach(output -> Arrays.fill(output.gradient, 0)); // readers add to it
            var result = goal.loss(context);
            for (int i = passes.size() - 1; i >= 0; i--) {
                passes.get(i).backward(context);
            }
            context.found = false;
            return result;
        }

        @Override
        public void findUsed(Batch batch, long key) {
            context.batch = batch;
            context.training = true;
            context.key = key;
            passes.forEach(pass -> pass.findUsed(context));
            goal.findUsed(context);
            context.found = true;
        }

        @Override
        public double penalty() {
            return context.penalty;
        }

        @Override
        public RowSet used(int slice) {
            return used.get(slice);
        }

        @Override
        public void warmUp(float[] theta, Batch batch) {
            context.teacherForcing = true;
            forward(theta, batch);
        }

        private void forward(float[] theta, Batch batch) {
            context.origins = null;
            start(theta, batch);
            passes.forEach(pass -> pass.forward(context));
        }

        private void start(float[] theta, Batch batch) {
            if (theta != scored) {
                invalidate();
                scored = theta;
            }
            context.theta = theta;
            context.batch = batch;
            context.training = false;
            context.found = false;
        }

        @Override
        public void read(float[] theta, Batch batch) {
            context.teacherForcing = false;
            start(theta, batch);
            passes.subList(0, writing).forEach(pass -> pass.forward(context));
        }

        @Override
        public void write(int[] origins, int[] parents, Scores to) {
            advance(origins, parents);
            goal.score(context, to);
        }

        @Override
        public void advance(int[] origins, int[] parents) {
            context.origins = origins;
            var own = passes.subList(writing, passes.size());
            if (context.batch.continues()) {
                own.forEach(pass -> pass.reorder(parents, origins.length));
            }
            own.forEach(pass -> pass.forward(context));
        }

        @Override
        public Context.AttentionWeights attention() {
            return context.attention;
        }

        @Override
        public float[] score(float[] theta, Batch batch) {
            score(theta, batch, this::collect);
            return collected;
        }

        /** Keeps scores as they are if they come in one piece. */
        private void collect(float[] scores, int first, int count) {
            int columns = outputs();
            if (count == last.rows) {
                collected = scores;
                return;
            }
            if (first == 0) {
                collected = new float[Math.multiplyExact(last.rows, columns)];
            }
            System.arraycopy(scores, 0, collected, first * columns, count * columns);
        }

        @Override
        public void score(float[] theta, Batch batch, Scores to) {
            advance(theta, batch);
            goal.score(context, to);
        }

        @Override
        public void advance(float[] theta, Batch batch) {
            context.teacherForcing = false;
            forward(theta, batch);
        }

        @Override
        public Packing packing() {
            return last.packing;
        }

        @Override
        public void reorder(int[] parents, int sequences) {
            passes.forEach(pass -> pass.reorder(parents, sequences));
        }

        @Override
        public void invalidate() {
            passes.forEach(Layer.Pass::invalidate);
            goal.invalidate();
        }
    }
}
