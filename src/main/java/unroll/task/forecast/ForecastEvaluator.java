package unroll.task.forecast;

import java.util.List;
import unroll.conf.task.LossConf;
import unroll.encode.Scaling;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.measure.NumberSums;
import unroll.measure.ProbabilitySums;
import unroll.measure.QuantileSums;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Stream;

/**
 * Measures numbers, in the target's own unit, or probabilities of a yes. The loss is that of
 * training, in which numbers are standardised.
 */
final class ForecastEvaluator implements Evaluator {
    private final ForecastOutputs outputs;
    private final Metric metric;
    private final Scaling scaling; // of the targets
    private final int washout; // initial steps that are not measured
    private final int last; // steps of each sequence that are measured; 0 for all
    private final Evaluation evaluation = new Evaluation();
    private final NumberSums numbers = new NumberSums();
    private final QuantileSums quantiles;
    private final ProbabilitySums probabilities = new ProbabilitySums();
    private long examples;

    /**
     * @param metric accuracy of probabilities; MAE or RMSE of numbers
     */
    ForecastEvaluator(
            ForecastOutputs outputs, Metric metric, Scaling scaling, int washout, int last) {
        this.outputs = outputs;
        this.metric = metric;
        this.scaling = scaling;
        this.washout = washout;
        this.last = last;
        quantiles = new QuantileSums(outputs.interval());
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        var target = batch.target();
        workspace.score(theta, batch, (scores, first, count) -> add(scores, first, count, target));
        for (int b = 0; b < target.packing().sequences(); b++) {
            examples += target.packing().length(b) > washout ? 1 : 0;
        }
    }

    private void add(float[] scores, int first, int count, Stream target) {
        var packing = target.packing();
        int columns = scaling.columns();
        int step = 0;
        for (int row = first; row < first + count; row++) {
            while (row >= packing.offset(step + 1)) {
                step++;
            }
            int left = packing.length(row - packing.offset(step)) - step; // with this one
            boolean measured = step >= washout && (last == 0 || left <= last);
            for (int k = 0; measured && k < columns; k++) {
                int from = ((row - first) * columns + k) * outputs.each();
                float actual = target.values()[row * columns + k];
                if (!Float.isNaN(actual)) {
                    var expected = outputs.expected(scores, from);
                    addQuantiles(k, expected, actual);
                    double part = add(k, expected[outputs.middle()], actual, left == 1);
                    evaluation.count(outputs.loss(scores, from, actual), part);
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
     * @return the term of the metric's mean: a hit, or an absolute or squared error in a unit in
     *     which the squares of the largest and smallest numbers are doubles
     */
    private double add(int column, float expected, float actual, boolean last) {
        if (isBinary()) {
            probabilities.add(expected, actual);
            return ProbabilitySums.hit(expected, actual) ? 1 : 0;
        }
        double error = scaling.error(expected, actual, column);
        numbers.add(column, Scaling.finite(error), scaling.restore(actual, column), last);
        double scaled = error / scaling.size();
        return metric == Metric.MAE ? Math.abs(scaled) : scaled * scaled;
    }

    /**
     * Adds the quantiles of a number; none if the number itself is expected.
     *
     * @param expected standardised, rising
     * @param actual standardised
     */
    private void addQuantiles(int column, float[] expected, float actual) {
        if (outputs.quantiles()) {
            var errors = new double[expected.length];
            for (int q = 0; q < errors.length; q++) {
                errors[q] = -Scaling.finite(scaling.error(expected[q], actual, column));
            }
            quantiles.add(errors);
        }
    }

    private boolean isBinary() {
        return outputs.loss() == LossConf.BINARY;
    }

    @Override
    public void merge(Evaluator other) {
        var more = (ForecastEvaluator) other;
        evaluation.add(more.evaluation);
        numbers.add(more.numbers);
        quantiles.add(more.quantiles);
        probabilities.add(more.probabilities);
        examples += more.examples;
    }

    @Override
    public Evaluation evaluation() {
        return evaluation;
    }

    @Override
    public Measures measures(List<String> labels) {
        return isBinary()
                ? probabilities.measures(examples)
                : quantiles.beside(numbers.measures(examples));
    }
}
