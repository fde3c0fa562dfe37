package unroll.task.forecast;

import java.util.List;
import unroll.encode.row.SeriesFrame;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Measures;
import unroll.measure.series.SeriesSums;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/**
 * Measures forecasts of series: during training by what the network sees of the values, at the end
 * by the values themselves, beside simple forecasts.
 */
final class SeriesEvaluator implements Evaluator {
    private final ForecastEvaluator steps;
    private final SeriesSums sums;

    SeriesEvaluator(ForecastEvaluator steps, SeriesSums sums) {
        this.steps = steps;
        this.sums = sums;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        steps.add(workspace, theta, batch);
    }

    /**
     * Adds the forecasts of a window.
     *
     * @param forecasts [quantiles or 1][horizon, values]
     */
    void add(SeriesFrame frame, double[][] forecasts) {
        sums.add(frame.past(), frame.future(), frame.scales(), forecasts);
    }

    @Override
    public void merge(Evaluator other) {
        var more = (SeriesEvaluator) other;
        steps.merge(more.steps);
        sums.add(more.sums);
    }

    @Override
    public Evaluation evaluation() {
        return steps.evaluation();
    }

    @Override
    public Measures measures(List<String> labels) {
        return sums.windows() == 0 ? steps.measures(labels) : sums.measures();
    }
}
