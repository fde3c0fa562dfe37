package unroll.train;

import unroll.measure.Evaluation;
import unroll.train.worker.Metrics;
import unroll.train.worker.RoundId;
import unroll.train.worker.State;

/**
 * Runs the shards' work, wherever they are, and merges their results strictly in the order of their
 * numbers. Every implementation gives the same bits.
 */
public interface Rounds extends AutoCloseable {

    /** Returns the batches of each training shard in an epoch. */
    int[] batches(int epoch);

    /** Trains one round. */
    Trained train(State state, RoundId round);

    /** Scores the validation examples. */
    Evaluation evaluate(float[] theta);

    @Override
    void close();

    /** The outcome of a round. */
    record Trained(State state, Metrics metrics) {}
}
