package unroll.measure;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.measure.rating.RatingScale;

/** Probabilities of classes held against labels. */
public final class ClassSums implements Serializable {
    /** Classes up to which JSON holds the whole table of labels and predictions. */
    private static final int MOST_IN_A_TABLE = 100;

    private static final int MOST_MISTAKES = 1000;

    private final RatingScale scale;
    private final Confusion confusion = new Confusion();
    private final RocCounts roc = new RocCounts(); // of two classes
    private final CalibrationBins calibration = new CalibrationBins();
    private final Evaluation evaluation = new Evaluation();
    private final Evaluation errors = new Evaluation(); // of ordered classes

    /** Creates sums of classes without an order. */
    public ClassSums() {
        this(new RatingScale(List.of()));
    }

    /**
     * Creates sums of classes that may have an order, of which the median is predicted; without
     * one, the most probable class is.
     */
    public ClassSums(RatingScale scale) {
        this.scale = scale;
    }

    /**
     * Adds an example.
     *
     * @param label its class
     * @param probabilities of all classes, from {@code from} on
     */
    public void add(int label, float[] probabilities, int from, int classes) {
        int prediction =
                scale.isOrdered()
                        ? scale.median(probabilities, from)
                        : Argmax.of(probabilities, from, classes);
        confusion.add(label, prediction, 1);
        if (classes == 2) {
            roc.add(probabilities[from + 1], label == 1);
        }
        calibration.add(probabilities[from + prediction], prediction == label);
        double loss = Evaluation.crossEntropy(probabilities[from + label]);
        evaluation.count(loss, prediction == label ? 1 : 0);
        if (scale.isOrdered()) {
            errors.count(loss, scale.distance(label, prediction));
        }
    }

    public void add(ClassSums other) {
        confusion.add(other.confusion);
        roc.add(other.roc);
        calibration.add(other.calibration);
        evaluation.add(other.evaluation);
        errors.add(other.errors);
    }

    /** Returns log-loss and accuracy. */
    public Evaluation evaluation() {
        return evaluation;
    }

    /** Returns log-loss and mean absolute error of ordered classes. */
    public Evaluation errors() {
        return errors;
    }

    /**
     * The figures of one class; a ratio with denominator 0 is 0.
     *
     * @param support examples with this label
     */
    record OfClass(String label, double precision, double recall, double f1, long support) {
        private static OfClass of(String label, long right, long support, long predicted) {
            double precision = right == 0 ? 0 : (double) right / predicted;
            double recall = right == 0 ? 0 : (double) right / support;
            double f1 = right == 0 ? 0 : 2 * precision * recall / (precision + recall);
            return new OfClass(label, precision, recall, f1, support);
        }

        private Map<String, Object> tree() {
            var tree = new LinkedHashMap<String, Object>();
            tree.put("label", label);
            tree.put("precision", precision);
            tree.put("recall", recall);
            tree.put("f1", f1);
            tree.put("support", support);
            return tree;
        }
    }

    /**
     * The figures of the examples so far, at least one.
     *
     * @param labels of the classes
     */
    public Measures measures(List<String> labels) {
        var classes = classes(labels);
        double accuracy = evaluation.score(Metric.ACCURACY);
        double macroF1 = macroF1(classes);
        var figures = new LinkedHashMap<Metric, Double>();
        var shown = new LinkedHashMap<String, String>();
        if (scale.isOrdered()) {
            double error = errors.score(Metric.MAE);
            figures.put(Metric.MAE, error);
            figures.put(Metric.WEIGHTED_KAPPA, confusion.weightedKappa(labels.size()));
            shown.put("MAE", Measures.decimals(error));
        }
        figures.put(Metric.ACCURACY, accuracy);
        figures.put(Metric.MACRO_F1, macroF1);
        figures.put(Metric.LOG_LOSS, evaluation.loss());
        figures.put(Metric.AUC, roc.area());
        figures.put(Metric.CALIBRATION_ERROR, calibration.error());
        shown.put("accuracy", Measures.percent(accuracy));
        shown.put("macro-F1", Measures.percent(macroF1));
        return new Measures(
                Map.of("examples", evaluation.terms()),
                figures,
                shown,
                details(classes),
                new ClassTables(evaluation.terms(), figures, classes, confusion).text());
    }

    private List<OfClass> classes(List<String> labels) {
        long[] support = confusion.byLabel(labels.size());
        long[] predicted = confusion.byPrediction(labels.size());
        var classes = new ArrayList<OfClass>();
        for (int k = 0; k < labels.size(); k++) {
            classes.add(OfClass.of(labels.get(k), confusion.rows(k, k), support[k], predicted[k]));
        }
        return classes;
    }

    /** The mean over classes that occur, as label or as prediction. */
    private double macroF1(List<OfClass> classes) {
        long[] predicted = confusion.byPrediction(classes.size());
        double sum = 0;
        int occurring = 0;
        for (int k = 0; k < predicted.length; k++) {
            sum += classes.get(k).f1();
            occurring += classes.get(k).support() > 0 || predicted[k] > 0 ? 1 : 0;
        }
        return sum / occurring;
    }

    private Map<String, Object> details(List<OfClass> classes) {
        var details = new LinkedHashMap<String, Object>();
        details.put("classes", classes.stream().map(OfClass::tree).toList());
        if (classes.size() <= MOST_IN_A_TABLE) {
            details.put("confusion", confusion.table(classes.size()));
        } else {
            details.put(
                    "mistakes",
                    confusion.mistakes(MOST_MISTAKES).stream()
                            .map(cell -> tree(cell, classes))
                            .toList());
        }
        return details;
    }

    private static Map<String, Object> tree(Confusion.Cell cell, List<OfClass> classes) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("label", classes.get(cell.label()).label());
        tree.put("prediction", classes.get(cell.prediction()).label());
        tree.put("rows", cell.rows());
        return tree;
    }
}
