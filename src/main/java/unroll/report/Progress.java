package unroll.report;

import java.io.PrintStream;
import java.time.Duration;

/** Receives the progress of a run while it prepares, trains and measures. Thread-safe. */
public interface Progress extends AutoCloseable {
    /** Progress that is not shown. */
    Progress SILENT =
            new Progress() {
                @Override
                public void begin(String what, String where) {}

                @Override
                public void tasks(int done, int all) {}

                @Override
                public void end() {}

                @Override
                public void step(Step step) {}

                @Override
                public void message(String text) {}

                @Override
                public void close() {}
            };

    /**
     * The progress of training after a round.
     *
     * @param epoch from 1
     * @param epochs of the whole run
     * @param round of this epoch, from 1
     * @param rounds of this epoch
     * @param loss mean training loss of the round
     * @param tokensPerSecond of the round, all shards together
     * @param left estimated time to the end of training
     */
    record Step(
            int epoch,
            int epochs,
            int round,
            int rounds,
            double loss,
            double tokensPerSecond,
            Duration left) {}

    /**
     * Begins a stage without rounds.
     *
     * @param what description of the stage
     * @param where place of its data; may be empty
     */
    void begin(String what, String where);

    /**
     * Reports the progress of the stage.
     *
     * @param done finished tasks
     * @param all tasks known so far; may be 0
     */
    void tasks(int done, int all);

    /** Ends the stage. */
    void end();

    /** Reports a finished round. */
    void step(Step step);

    /** Shows a message on a line of its own. */
    void message(String text);

    /** Leaves the output ready for other lines. */
    @Override
    void close();

    /**
     * Returns a progress bar for a terminal, or lines for a log.
     *
     * @param terminal whether {@code out} is a terminal
     * @param columns of the terminal
     */
    static Progress on(PrintStream out, boolean terminal, int columns) {
        return terminal
                ? new ProgressBar(out, columns, System::nanoTime)
                : new ProgressLines(out, System::nanoTime);
    }
}
