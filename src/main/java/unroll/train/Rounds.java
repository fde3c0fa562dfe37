package unroll.train;

import unroll.measure.Evaluation;
import unroll.train.worker.Metrics;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/**
 * Runs the shards' work, wherever they are, and folds what they send strictly in the order of their
 * numbers. Every implementation gives the same bits.
 */
public interface Rounds extends AutoCloseable {

    /** Batches of each training shard in an epoch. */
    int[] batches(int epoch);

    /** One round of training. */
    Trained train(State state, RoundId round);

    /** Scores the validation examples. */
    Evaluation evaluate(float[] theta);

    @Override
    void close();

    /** A round's outcome. */
    record Trained(State state, Metrics metrics) {}
}
