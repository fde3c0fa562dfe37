package unroll.report;

import java.io.PrintStream;
import unroll.message.Printable;
import unroll.message.Secrets;

/** One line that is drawn again and again, for terminals. */
final class ProgressBar implements Progress {
    private static final int BAR = 24;

    /** Back to the line's start, and everything on it removed (ECMA-48 EL). */
    private static final String CLEAR = "\r\033[K";

    private final PrintStream out;
    private final int columns;
    private String drawn = "";

    ProgressBar(PrintStream out, int columns) {
        this.out = out;
        this.columns = columns;
    }

    @Override
    public void step(Step step) {
        drawn = line(step, columns);
        out.print(CLEAR + drawn);
        out.flush();
    }

    @Override
    public void message(String text) {
        var printed = Printable.message(Secrets.cut(text));
        out.println(drawn.isEmpty() ? printed : CLEAR + printed);
        out.print(drawn);
        out.flush();
    }

    @Override
    public void close() {
        if (!drawn.isEmpty()) {
            drawn = "";
            out.println();
            out.flush();
        }
    }

    /** Never reaches the last column, where a terminal would begin another line. */
    static String line(Step step, int columns) {
        var line =
                Figures.format(
                        "epoch %d/%d [%s] round %d/%d  loss %s  %s tokens/s  %s left",
                        step.epoch(),
                        step.epochs(),
                        bar(step.round(), step.rounds()),
                        step.round(),
                        step.rounds(),
                        Figures.loss(step.loss()),
                        Figures.count(Math.round(step.tokensPerSecond())),
                        Figures.duration(step.left()));
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }

    private static String bar(int done, int of) {
        int filled = of <= 0 ? 0 : (int) Math.min(BAR, (long) BAR * done / of);
        return "=".repeat(filled) + " ".repeat(BAR - filled);
    }
}
