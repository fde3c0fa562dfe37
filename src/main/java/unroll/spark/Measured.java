package unroll.spark;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
 * @param confusion rows by label and prediction
 */
public record Measured(
        long examples,
        double accuracy,
        double macroF1,
        double auc,
        double logLoss,
        List<OfClass> classes,
        Confusion confusion)
        implements Measures {
    /** Classes up to which JSON holds the whole table of labels and predictions. */
    private static final int MOST_IN_A_TABLE = 100;

    private static final int MOST_MISTAKES = 1000;

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
        if (classes.size() <= MOST_IN_A_TABLE) {
            tree.put("confusion", confusion.table(classes.size()));
        } else {
            tree.put(
                    "mistakes",
                    confusion.mistakes(MOST_MISTAKES).stream().map(this::tree).toList());
        }
        return tree;
    }

    private Map<String, Object> tree(Confusion.Cell cell) {
        var branch = new LinkedHashMap<String, Object>();
        branch.put("label", classes.get(cell.label()).label());
        branch.put("prediction", classes.get(cell.prediction()).label());
        branch.put("rows", cell.rows());
        return branch;
    }

    @Override
    public String text() {
        return new MeasuredText(this).text();
    }
}
