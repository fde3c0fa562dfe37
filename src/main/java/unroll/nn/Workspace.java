package unroll.nn;

import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.RowSet;

/** A network with its buffers, made once and reused for every batch; not for two threads. */
public interface Workspace {
    /**
     * Forward and backward of one batch.
     *
     * <p>Assigns {@code gradient} of the mean loss: all of its dense slices, and of by-row slices
     * the rows that {@link #used} then lists; other rows keep what they held.
     *
     * @param key decides the dropout masks
     */
    BatchLoss train(float[] theta, float[] gradient, Batch batch, long key);

    /** What penalties added to the objective of the last {@code train}, besides the mean loss. */
    default double penalty() {
        return 0;
    }

    /** Rows of {@code layout.byRow().get(slice)} that the last {@code train} used, each once. */
    RowSet used(int slice);

    /**
     * Forward without dropout and without gradient, for the state that a batch leaves to one that
     * {@link Batch#continues}. Where a layer is taught the targets, it is here as in {@link
     * #train}.
     */
    void warm(float[] theta, Batch batch);

    /**
     * Forward without dropout, and without a look at the targets. The scores are [sequences or
     * rows, outputs] in packed order, and valid until the next call. May keep what it computed from
     * {@code theta} until {@link #invalidate} or another theta.
     */
    float[] score(float[] theta, Batch batch);

    /** The same, some rows at a time in their order, so that not all need be kept. */
    default void score(float[] theta, Batch batch, Scores to) {
        var scores = score(theta, batch);
        to.rows(scores, 0, packing().rows());
    }

    /** Takes the scores of a batch. */
    @FunctionalInterface
    interface Scores {
        /**
         * @param scores [count, outputs], valid during the call. Not modified
         * @param first packed row or sequence of the first
         */
        void rows(float[] scores, int first, int count);
    }

    /**
     * Where the rows of the last scores lie along time, which layers may have shortened; each
     * sequence has one row after pooling. Valid until the next call.
     */
    Packing packing();

    /** Says that theta's content has changed since the last {@code score}. */
    void invalidate();

    /**
     * @param sum of the terms' losses (in nats), weighted
     * @param terms weight of all terms; 0 where the batch has none
     * @param impossible sequences that are no term, since no output can give their target
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
