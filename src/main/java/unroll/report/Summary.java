package unroll.report;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import unroll.message.Plural;

/**
 * The report at the end of a training run.
 *
 * @param heading line about the run
 * @param part the set that was measured, such as {@code test}
 * @param rows figures by heading, by name: the network's, and the baseline's if there is one; empty
 *     if nothing was measured
 * @param notes why figures are missing
 * @param rejectedRows rejected rows of all sources
 * @param model directory of the model
 * @param metrics file with all figures
 * @param rejected directory of the rejected rows
 * @param score command that scores new text
 */
public record Summary(
        String heading,
        String part,
        Map<String, Map<String, String>> rows,
        List<String> notes,
        long rejectedRows,
        String model,
        String metrics,
        String rejected,
        String score) {

    /**
     * Returns the heading of a run that has trained.
     *
     * @param epochs of this process
     * @param all epochs of the run, including those before an interruption
     * @param time the whole process
     * @param tokensPerSecond of training
     */
    public static String trained(int epochs, int all, Duration time, double tokensPerSecond) {
        return Figures.format(
                "Trained %s%s in %s, %s tokens/s.",
                Plural.of(epochs, "epoch"),
                all == epochs ? "" : Figures.format(" (%d in all)", all),
                Figures.duration(time),
                Figures.count(Math.round(tokensPerSecond)));
    }

    /** Returns the lines for the terminal, each ended by a newline. */
    public String text() {
        var text = new StringBuilder();
        text.append('\n').append(heading).append('\n');
        if (rejectedRows > 0) {
            text.append(
                    Figures.format(
                            "%s could not be used: %s\n",
                            Plural.of(rejectedRows, "row"), rejected));
        }
        if (!rows.isEmpty()) {
            text.append('\n').append(table());
        }
        notes.forEach(note -> text.append(note).append('\n'));
        text.append(Figures.format("\nmodel    %s\nmetrics  %s\n", model, metrics));
        text.append(Figures.format("\nScore new data with\n  %s\n", score));
        return text.toString();
    }

    private String table() {
        var heading = "on the " + part + " set";
        int width =
                Math.max(
                        heading.length(),
                        rows.keySet().stream().mapToInt(String::length).max().orElse(0));
        var pattern = "%-" + width + "s";
        var table = new StringBuilder(Figures.format(pattern, heading));
        var headings = rows.values().iterator().next().keySet();
        headings.forEach(figure -> table.append(Figures.format("  %9s", figure)));
        table.append('\n');
        rows.forEach(
                (name, figures) -> {
                    table.append(Figures.format(pattern, name));
                    headings.forEach(
                            figure -> table.append(Figures.format("  %9s", figures.get(figure))));
                    table.append('\n');
                });
        return table.toString();
    }
}
