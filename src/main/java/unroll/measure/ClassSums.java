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

    /** The examples of a class. */
    record OfClass(String label, PrecisionRecall counts) {}

    /**
     * The figures of the examples so far, at least one.
     *
     * @param labels of the classes
     */
    public Measures measures(List<String> labels) {
        var classes = classes(labels);
        double accuracy = evaluation.score(Metric.ACCURACY);
        double macroF1 = PrecisionRecall.macroF1(classes.stream().map(OfClass::counts).toList());
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
            var counts = new PrecisionRecall(support[k], predicted[k], confusion.rows(k, k));
            classes.add(new OfClass(labels.get(k), counts));
        }
        return classes;
    }

    private Map<String, Object> details(List<OfClass> classes) {
        var details = new LinkedHashMap<String, Object>();
        details.put(
                "classes", classes.stream().map(c -> c.counts().tree("label", c.label())).toList());
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
