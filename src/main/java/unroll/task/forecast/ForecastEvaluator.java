package unroll.task.forecast;

import java.util.List;
import unroll.conf.TrainingConf.LossConf;
import unroll.encode.Scaling;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.NumberSums;
import unroll.measure.ProbabilitySums;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Stream;
import unroll.nn.loss.ElementLoss;

/**
 * Measures numbers, in the target's own unit, or probabilities of a yes. The loss is that of
 * training, in which numbers are standardised.
 */
final class ForecastEvaluator implements Evaluator {
    private final LossConf loss;
    private final Scaling scaling; // of the outputs
    private final int washout; // initial steps that are not measured
    private final Evaluation evaluation = new Evaluation();
    private final NumberSums numbers = new NumberSums();
    private final ProbabilitySums probabilities = new ProbabilitySums();
    private long examples;

    ForecastEvaluator(LossConf loss, Scaling outputs, int washout) {
        this.loss = loss;
        scaling = outputs;
        this.washout = washout;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        var element = Forecast.loss(loss);
        var target = batch.target();
        workspace.score(
                theta, batch, (scores, first, count) -> add(scores, first, count, target, element));
        for (int b = 0; b < target.packing().sequences(); b++) {
            examples += target.packing().length(b) > washout ? 1 : 0;
        }
    }

    private void add(float[] scores, int first, int count, Stream target, ElementLoss element) {
        var packing = target.packing();
        int columns = scaling.columns();
        int step = 0;
        for (int row = first; row < first + count; row++) {
            while (row >= packing.offset(step + 1)) {
                step++;
            }
            boolean last = packing.length(row - packing.offset(step)) == step + 1;
            for (int k = 0; step >= washout && k < columns; k++) {
                float score = scores[(row - first) * columns + k];
                float actual = target.values()[row * columns + k];
                if (!Float.isNaN(actual)) {
                    double part = add(k, (float) element.expected(score), actual, last);
                    evaluation.count(element.loss(score, actual), part);
                }
            }
        }
    }

    /**
     * Adds a forecast of an example's last steps from its own outputs.
     *
     * @param scores [steps, outputs], standardised
     * @param actual the true steps, standardised
     */
    void addFreeRun(float[] scores, float[] actual) {
        int columns = scaling.columns();
        for (int i = 0; i < actual.length; i++) {
            add(i % columns, scores[i], actual[i], i >= actual.length - columns);
        }
        examples++;
    }

    /**
     * Adds a number.
     *
     * @param expected standardised
     * @param actual standardised
     * @return the term of the metric's mean: a hit, or a squared error in a unit in which the
     *     squares of the largest and smallest numbers are doubles
     */
    private double add(int column, float expected, float actual, boolean last) {
        if (isBinary()) {
            probabilities.add(expected, actual);
            return ProbabilitySums.hit(expected, actual) ? 1 : 0;
        }
        double error = scaling.error(expected, actual, column);
        numbers.add(column, Scaling.finite(error), scaling.restore(actual, column), last);
        double scaled = error / scaling.size();
        return scaled * scaled;
    }

    private boolean isBinary() {
        return loss == LossConf.BINARY;
    }

    @Override
    public void merge(Evaluator other) {
        var more = (ForecastEvaluator) other;
        evaluation.add(more.evaluation);
        numbers.add(more.numbers);
        probabilities.add(more.probabilities);
        examples += more.examples;
    }

    @Override
    public Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public Measures measures(List<String> labels) {
        return isBinary() ? probabilities.measures(examples) : numbers.measures(examples);
    }
}
