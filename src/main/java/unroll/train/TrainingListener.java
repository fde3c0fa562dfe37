package unroll.train;

import unroll.train.worker.Metrics;

/** Follows training; called by the driver's thread. Nothing that it does reaches a result. */
public interface TrainingListener {

    /** A round was done and its state taken on. */
    void round(RoundReport report);

    /** An epoch was done, validated and checkpointed. */
    void epoch(EpochReport report);

    /** Something that the user should know: where training goes on, what was thrown away. */
    void message(String text);

    /** Follows nothing. */
    static TrainingListener none() {
        return new TrainingListener() {
            @Override
            public void round(RoundReport report) {}

            @Override
            public void epoch(EpochReport report) {}

            @Override
            public void message(String text) {}
        };
    }

    /**
     * What a round did.
     *
     * @param epoch from 1
     * @param epochs of the whole run
     * @param round of this epoch, from 1
     * @param rounds of this epoch
     * @param metrics of all shards
     * @param seconds from broadcast to the new state
     */
    record RoundReport(
            int epoch, int epochs, int round, int rounds, Metrics metrics, double seconds) {
        /** All shards together. */
        public double tokensPerSecond() {
            return metrics.tokens() / seconds;
        }
    }
}
