package unroll.report;

import java.io.PrintStream;
import java.time.Duration;

/** Follows a run while it prepares, trains and measures. May be used by several threads. */
public interface Progress extends AutoCloseable {
    /** Tells nobody. */
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
     * How far training is after a round.
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
     * A stage without rounds begins.
     *
     * @param what is done
     * @param where its data are; may be empty
     */
    void begin(String what, String where);

    /**
     * How far the stage is.
     *
     * @param done tasks
     * @param all tasks that are known of; may be 0
     */
    void tasks(int done, int all);

    /** The stage has ended. */
    void end();

    /** A round is done. */
    void step(Step step);

    /** Something else that the user should know, on a line of its own. */
    void message(String text);

    /** Leaves the output ready for other lines. */
    @Override
    void close();

    /**
     * A live line on a terminal, lines that stay elsewhere.
     *
     * @param terminal whether {@code out} is one
     * @param columns of the terminal
     */
    static Progress on(PrintStream out, boolean terminal, int columns) {
        return terminal
                ? new ProgressBar(out, columns, System::nanoTime)
                : new ProgressLines(out, System::nanoTime);
    }
}
