package unroll.task.autoencode;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.loss.SquaredError;

/** Measures the squared errors of vectors that are repeated, of standardised numbers. */
final class RepeatedVectors implements Evaluator {
    private final int width;
    private final Evaluation evaluation = new Evaluation();

    RepeatedVectors(int width) {
        this.width = width;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        var loss = new SquaredError();
        float[] actual = batch.target().values();
        workspace.score(
                theta,
                batch,
                (predicted, first, count) -> {
                    for (int i = 0; i < count * width; i++) {
                        double error = loss.loss(predicted[i], actual[first * width + i]);
                        evaluation.count(error, error);
                    }
                });
    }

    @Override
    public void merge(Evaluator other) {
        evaluation.add(((RepeatedVectors) other).evaluation);
    }

    @Override
    public Evaluation evaluation() {
        return evaluation;
    }

    /** The deviation of a standardised number is 1, so that the error's root is relative to it. */
    @Override
    public Measures measures(List<String> labels) {
        double root = StrictMath.sqrt(evaluation.loss());
        long vectors = evaluation.terms() / width;
        var figures = new LinkedHashMap<Metric, Double>();
        figures.put(Metric.NRMSE, root);
        figures.put(Metric.MSE, evaluation.loss());
        var text =
                String.format(
                        Locale.ROOT,
                        "vectors     %,d of %,d numbers%nNRMSE       %.4f of a number's deviation%n",
                        vectors,
                        width,
                        root);
        var shown = Map.of("NRMSE", String.format(Locale.ROOT, "%.4f", root));
        return new Measures(Map.of("vectors", vectors), figures, shown, Map.of(), text);
    }
}
