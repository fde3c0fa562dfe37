package unroll.spark;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;

/** Tables of a classifier's figures; shortened where there are many classes. */
final class MeasuredText {
    private static final int MOST_CLASSES = 50;
    private static final int MOST_COLUMNS = 15;
    private static final int MOST_MISTAKES = 20;

    private final Measured measured;
    private final List<Measured.OfClass> classes;
    private final StringBuilder text = new StringBuilder();
    private final int width; // of the column of labels

    MeasuredText(Measured measured) {
        this.measured = measured;
        classes = measured.classes();
        width =
                Math.max(
                        5,
                        shown().mapToObj(k -> label(k).length()).max(Integer::compare).orElse(0));
    }

    String text() {
        line("examples  %,d", measured.examples());
        line("accuracy  %.2f %%", 100 * measured.accuracy());
        line("macro-F1  %.2f %%", 100 * measured.macroF1());
        if (!Double.isNaN(measured.auc())) {
            line("AUC       %.4f", measured.auc());
        }
        line("log-loss  %.4f", measured.logLoss());
        line("");
        addClasses();
        line("");
        if (classes.size() <= MOST_COLUMNS) {
            addConfusion();
        } else {
            addMistakes();
        }
        return text.toString();
    }

    /** All classes, or those with most rows. */
    private IntStream shown() {
        var all = IntStream.range(0, classes.size());
        return classes.size() <= MOST_CLASSES
                ? all
                : all.boxed()
                        .sorted(Comparator.comparingLong(k -> -classes.get(k).support()))
                        .limit(MOST_CLASSES)
                        .mapToInt(k -> k);
    }

    private void addClasses() {
        line("%-" + width + "s  precision  recall      F1     rows", "class");
        shown().forEach(
                        k -> {
                            var one = classes.get(k);
                            line(
                                    "%-" + width + "s  %7.2f %%  %5.2f %%  %5.2f %%  %,7d",
                                    label(k),
                                    100 * one.precision(),
                                    100 * one.recall(),
                                    100 * one.f1(),
                                    one.support());
                        });
        if (classes.size() > MOST_CLASSES) {
            line("and %,d classes with fewer rows", classes.size() - MOST_CLASSES);
        }
    }

    private void addConfusion() {
        line("label \\ prediction");
        var heading = new StringBuilder(" ".repeat(width));
        shown().forEach(k -> heading.append(String.format("  %9s", shortened(label(k)))));
        line("%s", heading);
        long[][] table = measured.confusion().table(classes.size());
        for (int i = 0; i < table.length; i++) {
            var row = new StringBuilder(String.format("%-" + width + "s", label(i)));
            for (long count : table[i]) {
                row.append(String.format(Locale.ROOT, "  %,9d", count));
            }
            line("%s", row);
        }
    }

    private void addMistakes() {
        line("most frequent mistakes");
        line("%-" + width + "s  %9s  prediction", "label", "rows");
        for (var cell : measured.confusion().mistakes(MOST_MISTAKES)) {
            line(
                    "%-" + width + "s  %,9d  %s",
                    label(cell.label()),
                    cell.rows(),
                    label(cell.prediction()));
        }
    }

    private String label(int k) {
        return classes.get(k).label();
    }

    private static String shortened(String label) {
        return label.length() <= 9 ? label : label.substring(0, 8) + "…";
    }

    private void line(String pattern, Object... values) {
        text.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }
}
