package unroll.nn;

import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/** A network with its buffers, allocated once and reused for every batch; not for two threads. */
public interface Workspace {
    /**
     * Computes loss and gradient of one batch.
     *
     * <p>Assigns {@code gradient} of the mean loss: all of its dense slices, and of by-row slices
     * the rows that {@link #used} then lists; other rows are left as they are.
     *
     * @param key of the dropout masks
     */
    BatchLoss train(float[] theta, float[] gradient, Batch batch, long key);

    /** Returns the penalties of the last {@code train}, which are added to the mean loss. */
    default double penalty() {
        return 0;
    }

    /**
     * Finds the rows that {@link #train} will use of a batch, which {@link #used} lists until then.
     * Reads no parameters.
     */
    default void findUsed(Batch batch, long key) {}

    /**
     * Returns the rows of {@code layout.byRow().get(slice)} that the last {@code train} used, each
     * once.
     */
    RowSet used(int slice);

    /**
     * Computes the final state of a batch, for one that {@link Batch#continues}: without dropout
     * and gradient, but with teacher forcing as in {@link #train}.
     */
    void warmUp(float[] theta, Batch batch);

    /**
     * Returns the scores of a batch, without dropout and without reading its targets. The scores
     * are [sequences or rows, outputs] in packed order, and valid until the next call. May keep
     * values computed from {@code theta} until {@link #invalidate} or another theta.
     */
    float[] score(float[] theta, Batch batch);

    /** Scores a batch some rows at a time, in their order, so that not all need be kept. */
    default void score(float[] theta, Batch batch, Scores to) {
        var scores = score(theta, batch);
        to.rows(scores, 0, packing().rows());
    }

    /**
     * Computes the final state of a batch as {@link #score} does, for one that {@link
     * Batch#continues}: without scores, which cost most if there are many outputs.
     */
    default void advance(float[] theta, Batch batch) {
        score(theta, batch, (scores, first, count) -> {});
    }

    /** Receives the scores of a batch. */
    @FunctionalInterface
    interface Scores {
        /**
         * @param scores [count, outputs], valid during the call. Not modified
         * @param first packed row or sequence of the first
         */
        void rows(float[] scores, int first, int count);
    }

    /**
     * Returns the packing of the last scores, which layers may have shortened; each sequence has
     * one row after pooling. Valid until the next call.
     */
    Packing packing();

    /**
     * Returns the weights that attention pooling gave the steps of the last scores' sequences, by
     * their places in {@link #packing}; null without it. Valid until the next call.
     */
    default Context.AttentionWeights attention() {
        return null;
    }

    /**
     * Lets each sequence of the next batch, which continues the last one, do so from the state of a
     * given place, when scoring.
     *
     * @param parents place in the last batch of each sequence, by its place in the next
     * @throws UnsupportedOperationException if the network's states cannot change places
     */
    default void reorder(int[] parents, int sequences) {
        throw new UnsupportedOperationException("states of this network cannot change places");
    }

    /** Tells that the content of theta has changed since the last {@code score}. */
    void invalidate();

    /**
     * @param sum of the terms' losses (in nats), weighted
     * @param terms weight of all terms; 0 if the batch has none
     * @param impossible sequences that are no term, since no output can produce their target
     */
    record BatchLoss(double sum, double terms, int impossible) {
        public BatchLoss(double sum, double terms) {
            this(sum, terms, 0);
        }

        public double mean() {
            return sum / terms;
        }
    }
}
