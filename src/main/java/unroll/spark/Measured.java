package unroll.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import unroll.report.Figures;

/**
 * How well a model does on labelled rows.
 *
 * @param examples rows that were scored
 * @param macroF1 mean F1 of the classes that occur, as label or as prediction
 * @param auc area under the ROC curve of the second class; NaN unless there are two classes and
 *     both occur
 * @param logLoss mean of -log(probability of the label), in nats
 * @param classes by class
 * @param confusion [label][prediction] rows
 */
public record Measured(
        long examples,
        double accuracy,
        double macroF1,
        double auc,
        double logLoss,
        List<OfClass> classes,
        long[][] confusion)
        implements Measures {

    /**
     * One class; a ratio with nothing beneath it is 0.
     *
     * @param support rows with this label
     */
    public record OfClass(String label, double precision, double recall, double f1, long support) {}

    @Override
    public Map<String, Long> counts() {
        return Map.of("examples", examples);
    }

    @Override
    public Map<String, Double> headline() {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("accuracy", accuracy);
        figures.put("macroF1", macroF1);
        figures.put("logLoss", logLoss);
        if (!Double.isNaN(auc)) {
            figures.put("auc", auc);
        }
        return figures;
    }

    @Override
    public Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        shown.put("accuracy", Figures.percent(accuracy));
        shown.put("macro-F1", Figures.percent(macroF1));
        return shown;
    }

    @Override
    public Map<String, Object> tree() {
        var tree = Measures.super.tree();
        var byClass = new ArrayList<Map<String, Object>>();
        for (var one : classes) {
            var branch = new LinkedHashMap<String, Object>();
            branch.put("label", one.label());
            branch.put("precision", one.precision());
            branch.put("recall", one.recall());
            branch.put("f1", one.f1());
            branch.put("support", one.support());
            byClass.add(branch);
        }
        tree.put("classes", byClass);
        tree.put("confusion", confusion);
        return tree;
    }

    @Override
    public String text() {
        var text = new StringBuilder();
        line(text, "examples  %,d", examples);
        line(text, "accuracy  %.2f %%", 100 * accuracy);
        line(text, "macro-F1  %.2f %%", 100 * macroF1);
        if (!Double.isNaN(auc)) {
            line(text, "AUC       %.4f", auc);
        }
        line(text, "log-loss  %.4f", logLoss);
        int width =
                Math.max(5, classes.stream().mapToInt(one -> one.label().length()).max().orElse(0));
        line(text, "");
        line(text, "%-" + width + "s  precision  recall      F1     rows", "class");
        for (var one : classes) {
            line(
                    text,
                    "%-" + width + "s  %7.2f %%  %5.2f %%  %5.2f %%  %,7d",
                    one.label(),
                    100 * one.precision(),
                    100 * one.recall(),
                    100 * one.f1(),
                    one.support());
        }
        line(text, "");
        line(text, "label \\ prediction");
        var heading = new StringBuilder(" ".repeat(width));
        classes.forEach(one -> heading.append(String.format("  %9s", shortened(one.label()))));
        line(text, "%s", heading);
        for (int i = 0; i < classes.size(); i++) {
            var row = new StringBuilder(String.format("%-" + width + "s", classes.get(i).label()));
            for (long count : confusion[i]) {
                row.append(String.format(Locale.ROOT, "  %,9d", count));
            }
            line(text, "%s", row);
        }
        return text.toString();
    }

    private static String shortened(String label) {
        return label.length() <= 9 ? label : label.substring(0, 8) + "…";
    }

    private static void line(StringBuilder text, String pattern, Object... values) {
        text.append(String.format(Locale.ROOT, pattern, values)).append('\n');
    }
}
