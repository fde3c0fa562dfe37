package unroll.report;

import java.io.PrintStream;
import java.util.List;
import java.util.function.LongSupplier;
import unroll.message.Printable;
import unroll.message.Secrets;

/** Progress as a single line that is redrawn, for terminals. */
final class ProgressBar implements Progress {
    private static final int BAR = 24;

    /** Moves to the start of the line and clears it (ECMA-48 EL). */
    private static final String CLEAR = "\r\033[K";

    private final PrintStream out;
    private final int columns;
    private final LongSupplier nanos;
    private StageTime stage; // null between stages
    private String drawn = "";

    ProgressBar(PrintStream out, int columns, LongSupplier nanos) {
        this.out = out;
        this.columns = columns;
        this.nanos = nanos;
    }

    @Override
    public synchronized void begin(String what, String where) {
        stage = StageTime.begin(what, where, nanos);
        draw(cut(stage.title() + " ...", columns));
    }

    @Override
    public synchronized void tasks(int done, int all) {
        if (stage != null) {
            draw(line(stage, done, all));
        }
    }

    @Override
    public synchronized void end() {
        var text = stage.summary(nanos);
        stage = null;
        draw("");
        message(text);
    }

    @Override
    public synchronized void step(Step step) {
        draw(line(step, columns));
    }

    @Override
    public synchronized void message(String text) {
        var printed = Printable.message(Secrets.redact(text));
        out.println(drawn.isEmpty() ? printed : CLEAR + printed);
        out.print(drawn);
        out.flush();
    }

    @Override
    public synchronized void close() {
        if (!drawn.isEmpty()) {
            drawn = "";
            out.println();
            out.flush();
        }
    }

    private void draw(String line) {
        drawn = line;
        out.print(CLEAR + drawn);
        out.flush();
    }

    private String line(StageTime running, int done, int all) {
        var time = running.elapsed(nanos);
        var tasks = all == 0 ? "" : Figures.format("  %d/%d tasks", done, all);
        return widest(
                List.of(
                        running.title() + tasks + "  " + time,
                        running.what() + tasks + "  " + time,
                        running.what() + "  " + time),
                columns);
    }

    /**
     * Returns the line for a round. Loss and time matter most: the bar is dropped first if there is
     * no room.
     */
    static String line(Step step, int columns) {
        var epoch = Figures.format("epoch %d/%d", step.epoch(), step.epochs());
        var round = Figures.format("round %d/%d", step.round(), step.rounds());
        var loss = "loss " + Figures.loss(step.loss());
        var speed = Figures.count(Math.round(step.tokensPerSecond())) + " tokens/s";
        var left = Figures.duration(step.left()) + " left";
        var bar = "[" + bar(step.round(), step.rounds()) + "]";
        return widest(
                List.of(
                        String.join("  ", epoch + " " + bar + " " + round, loss, speed, left),
                        String.join("  ", epoch + " " + round, loss, speed, left),
                        String.join("  ", epoch + " " + round, loss, left),
                        String.join("  ", epoch, loss, left),
                        String.join("  ", loss, left),
                        loss),
                columns);
    }

    /** Returns the first line that fits, or the last one cut to fit. */
    private static String widest(List<String> lines, int columns) {
        return lines.stream()
                .filter(line -> line.length() < columns)
                .findFirst()
                .orElse(cut(lines.get(lines.size() - 1), columns));
    }

    /** Cuts a line before the last column, where a terminal would wrap. */
    private static String cut(String line, int columns) {
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }

    private static String bar(int done, int of) {
        int filled = of <= 0 ? 0 : (int) Math.min(BAR, (long) BAR * done / of);
        return "=".repeat(filled) + " ".repeat(BAR - filled);
    }
}
