package unroll.nn.decoder;

import unroll.math.RandomKeys;
import unroll.nn.Capacity;
import unroll.nn.Layout;
import unroll.nn.Network;
import unroll.nn.Observer;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/**
 * A network that writes words and is trained partly on its own (scheduled sampling, Bengio et al.
 * 2015), in two passes over each batch (Mihaylova and Martins 2019): the first finds the most
 * probable word at each place after the true words before it, and some of these take the place of
 * true words as what the next step of the second pass reads. The probability does not change in the
 * course of training.
 */
public final class ScheduledSampling implements Network {
    private static final long DRAWS = 0x5A3; // keeps the draws apart from those of dropout

    private final Network of;
    private final double probability;

    /**
     * @param of reads {@link Batch#PREVIOUS}
     * @param probability that a word is replaced by the network's own
     */
    private ScheduledSampling(Network of, double probability) {
        this.of = of;
        this.probability = probability;
    }

    /** Returns a network that is trained so, or as it is with probability 0. */
    public static Network of(Network network, double probability) {
        return probability == 0 ? network : new ScheduledSampling(network, probability);
    }

    @Override
    public Layout layout() {
        return of.layout();
    }

    @Override
    public int outputs() {
        return of.outputs();
    }

    @Override
    public long workspaceBytes(Capacity capacity) {
        return of.workspaceBytes(capacity) + (long) Integer.BYTES * capacity.rows();
    }

    @Override
    public Workspace open(Capacity capacity) {
        return new Run(of.open(capacity), capacity);
    }

    @Override
    public Workspace open(Capacity capacity, Observer observer) {
        return new Run(of.open(capacity, observer), capacity);
    }

    private final class Run implements Workspace {
        private final Workspace workspace;
        private final int[] written; // [rows], the most probable words

        Run(Workspace workspace, Capacity capacity) {
            this.workspace = workspace;
            written = new int[capacity.rows()];
        }

        @Override
        public BatchLoss train(float[] theta, float[] gradient, Batch batch, long key) {
            workspace.invalidate();
            workspace.score(theta, batch, this::write);
            replace(batch, RandomKeys.mix(key, DRAWS));
            return workspace.train(theta, gradient, batch, key);
        }

        private void write(float[] scores, int first, int count) {
            int words = outputs();
            for (int row = 0; row < count; row++) {
                int best = 0;
                for (int word = 1; word < words; word++) {
                    best = scores[row * words + word] > scores[row * words + best] ? word : best;
                }
                written[first + row] = best;
            }
        }

        private void replace(Batch batch, long key) {
            var packing = batch.target().packing();
            int[] previous = batch.stream(Batch.PREVIOUS).ids();
            for (int t = 1; t < packing.steps(); t++) {
                for (int b = 0; b < packing.active(t); b++) {
                    int row = packing.row(t, b);
                    if (RandomKeys.unit(RandomKeys.mix(key, row)) < probability) {
                        previous[row] = written[packing.row(t - 1, b)];
                    }
                }
            }
        }

        @Override
        public double penalty() {
            return workspace.penalty();
        }

        @Override
        public void findUsed(Batch batch, long key) {
            throw new IllegalStateException(
                    "the words that a batch uses are not known before it is read");
        }

        @Override
        public RowSet used(int slice) {
            return workspace.used(slice);
        }

        @Override
        public void warmUp(float[] theta, Batch batch) {
            workspace.warmUp(theta, batch);
        }

        @Override
        public float[] score(float[] theta, Batch batch) {
            return workspace.score(theta, batch);
        }

        @Override
        public void score(float[] theta, Batch batch, Scores to) {
            workspace.score(theta, batch, to);
        }

        @Override
        public Packing packing() {
            return workspace.packing();
        }

        @Override
        public void invalidate() {
            workspace.invalidate();
        }
    }
}
