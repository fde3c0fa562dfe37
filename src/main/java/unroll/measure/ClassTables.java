package unroll.measure;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import unroll.message.Plural;
import unroll.message.Printable;

/** Tables of a classifier's figures; shortened if there are many classes. */
final class ClassTables {
    private static final int MOST_CLASSES = 50;
    private static final int MOST_COLUMNS = 15;
    private static final int COLUMN = 9; // code points
    private static final int MOST_MISTAKES = 20;

    private final long examples;
    private final Map<Metric, Double> figures;
    private final List<ClassSums.OfClass> classes;
    private final Confusion confusion;
    private final StringBuilder text = new StringBuilder();
    private final int width; // of the column of labels

    ClassTables(
            long examples,
            Map<Metric, Double> figures,
            List<ClassSums.OfClass> classes,
            Confusion confusion) {
        this.examples = examples;
        this.figures = figures;
        this.classes = classes;
        this.confusion = confusion;
        width = Math.max(5, shown().map(k -> Printable.width(label(k))).max().orElse(0));
    }

    String text() {
        line("examples  %,d", examples);
        if (figures.containsKey(Metric.MAE)) {
            line("MAE       %.4f", figures.get(Metric.MAE));
        }
        line("accuracy  %.2f %%", 100 * figures.get(Metric.ACCURACY));
        line("macro-F1  %.2f %%", 100 * figures.get(Metric.MACRO_F1));
        if (Double.isFinite(figures.getOrDefault(Metric.WEIGHTED_KAPPA, Double.NaN))) {
            line("weighted kappa  %.4f", figures.get(Metric.WEIGHTED_KAPPA));
        }
        if (!figures.get(Metric.AUC).isNaN()) {
            line("AUC       %.4f", figures.get(Metric.AUC));
        }
        line("log-loss  %.4f", figures.get(Metric.LOG_LOSS));
        line("calibration error  %.2f %%", 100 * figures.get(Metric.CALIBRATION_ERROR));
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

    /** Returns all classes, or those with most rows. */
    private IntStream shown() {
        var all = IntStream.range(0, classes.size());
        return classes.size() <= MOST_CLASSES
                ? all
                : all.boxed()
                        .sorted(Comparator.comparingLong(k -> -classes.get(k).counts().expected()))
                        .limit(MOST_CLASSES)
                        .mapToInt(k -> k);
    }

    private void addClasses() {
        line("%s  precision  recall      F1     rows", padded("class"));
        shown().forEach(
                        k -> {
                            var counts = classes.get(k).counts();
                            line(
                                    "%s  %7.2f %%  %5.2f %%  %5.2f %%  %,7d",
                                    padded(label(k)),
                                    100 * counts.precision(),
                                    100 * counts.recall(),
                                    100 * counts.f1(),
                                    counts.expected());
                        });
        if (classes.size() > MOST_CLASSES) {
            line("and %s with fewer rows", Plural.of(classes.size() - MOST_CLASSES, "class"));
        }
    }

    private void addConfusion() {
        line("label \\ prediction");
        var heading = new StringBuilder(" ".repeat(width));
        shown().forEach(k -> heading.append("  ").append(inColumn(k)));
        line("%s", heading);
        long[][] table = confusion.table(classes.size());
        for (int i = 0; i < table.length; i++) {
            var row = new StringBuilder(padded(label(i)));
            for (long count : table[i]) {
                row.append(String.format(Locale.ROOT, "  %,9d", count));
            }
            line("%s", row);
        }
    }

    private void addMistakes() {
        line("most frequent mistakes");
        line("%s  %9s  prediction", padded("label"), "rows");
        for (var cell : confusion.mistakes(MOST_MISTAKES)) {
            line(
                    "%s  %,9d  %s",
                    padded(label(cell.label())), cell.rows(), label(cell.prediction()));
        }
    }

    private String label(int k) {
        return Printable.brief(classes.get(k).label());
    }

    private String padded(String label) {
        return Printable.padded(label, width);
    }

    /** A label as the heading of a column of numbers. */
    private String inColumn(int k) {
        var label = Printable.brief(label(k), COLUMN);
        return " ".repeat(COLUMN - Printable.width(label)) + label;
    }

    private void line(String pattern, Object... values) {
        text.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }
}
