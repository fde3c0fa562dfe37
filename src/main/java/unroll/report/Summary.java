package unroll.report;

import java.time.Duration;
import java.util.List;

/**
 * What a training run says at its end.
 *
 * @param part what the figures were measured on, such as {@code test}
 * @param rows the network's, and the baseline's if there is one; none where there was nothing to
 *     measure
 * @param epochs trained
 * @param time the whole run
 * @param tokensPerSecond of training
 * @param rejectedRows bad rows of all sources
 * @param model directory of the model
 * @param metrics file with all figures
 * @param rejected directory of the bad rows
 * @param score command that scores new text
 */
public record Summary(
        String part,
        List<Row> rows,
        int epochs,
        Duration time,
        double tokensPerSecond,
        long rejectedRows,
        String model,
        String metrics,
        String rejected,
        String score) {

    /**
     * @param accuracy in [0, 1]
     * @param macroF1 mean of the classes' F1, in [0, 1]
     */
    public record Row(String name, double accuracy, double macroF1) {}

    /** Lines for the terminal, each ended by a newline. */
    public String text() {
        var text = new StringBuilder();
        text.append(
                Words.format(
                        "\nTrained %s in %s, %s tokens/s.\n",
                        epochs == 1 ? "1 epoch" : epochs + " epochs",
                        Words.duration(time),
                        Words.count(Math.round(tokensPerSecond))));
        if (rejectedRows > 0) {
            text.append(
                    Words.format(
                            "%s could not be used: %s\n",
                            rejectedRows == 1 ? "1 row" : Words.count(rejectedRows) + " rows",
                            rejected));
        }
        if (!rows.isEmpty()) {
            text.append('\n').append(table());
        }
        text.append(Words.format("\nmodel    %s\nmetrics  %s\n", model, metrics));
        text.append(Words.format("\nScore new text with\n  %s\n", score));
        return text.toString();
    }

    private String table() {
        var heading = "on the " + part + " part";
        int width =
                Math.max(
                        heading.length(),
                        rows.stream().mapToInt(row -> row.name().length()).max().orElse(0));
        var pattern = "%-" + width + "s  %9s  %9s\n";
        var table = new StringBuilder(Words.format(pattern, heading, "accuracy", "macro-F1"));
        for (var row : rows) {
            table.append(
                    Words.format(
                            pattern,
                            row.name(),
                            Words.percent(row.accuracy()),
                            Words.percent(row.macroF1())));
        }
        return table.toString();
    }
}
