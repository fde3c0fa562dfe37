package unroll.train;

import unroll.train.worker.Metrics;

/** Observes training, on the driver's thread. It cannot influence a result. */
public interface TrainingListener {

    /** Called after a round whose state was accepted. */
    void round(RoundReport report);

    /** Called after an epoch was validated and checkpointed. */
    void epoch(EpochReport report);

    /** Called with a message for the user, such as where training resumes. */
    void message(String text);

    /**
     * The figures of a round.
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
        /** Returns the tokens of all shards together in a second. */
        public double tokensPerSecond() {
            return metrics.tokens() / seconds;
        }
    }
}
