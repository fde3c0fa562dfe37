package unroll.report;

import java.io.PrintStream;
import java.util.function.LongSupplier;
import unroll.message.Printable;
import unroll.message.Secrets;

/** Progress as lines of a log: one for each round and two for each stage. */
final class ProgressLines implements Progress {
    private final PrintStream out;
    private final LongSupplier nanos;
    private StageTime stage; // null between stages

    ProgressLines(PrintStream out, LongSupplier nanos) {
        this.out = out;
        this.nanos = nanos;
    }

    @Override
    public synchronized void begin(String what, String where) {
        stage = StageTime.begin(what, where, nanos);
        message(stage.title() + " ...");
    }

    @Override
    public void tasks(int done, int all) {
        // A log has no line to draw again.
    }

    @Override
    public synchronized void end() {
        message(stage.summary(nanos));
        stage = null;
    }

    @Override
    public void step(Step step) {
        message(line(step));
    }

    @Override
    public synchronized void message(String text) {
        out.println(Printable.message(Secrets.redact(text)));
        out.flush();
    }

    @Override
    public void close() {
        out.flush();
    }

    static String line(Step step) {
        return Figures.format(
                "epoch %d/%d, round %d/%d: loss %s, %s tokens/s, %s left",
                step.epoch(),
                step.epochs(),
                step.round(),
                step.rounds(),
                Figures.loss(step.loss()),
                Figures.count(Math.round(step.tokensPerSecond())),
                Figures.duration(step.left()));
    }
}
