package unroll.report;

import java.io.PrintStream;
import unroll.message.Printable;
import unroll.message.Secrets;

/** One line a round, for logs. */
final class ProgressLines implements Progress {
    private final PrintStream out;

    ProgressLines(PrintStream out) {
        this.out = out;
    }

    @Override
    public void step(Step step) {
        out.println(line(step));
        out.flush();
    }

    @Override
    public void message(String text) {
        out.println(Printable.message(Secrets.cut(text)));
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
