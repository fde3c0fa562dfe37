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
    private final SeriesIntervals intervals;

    SeriesEvaluator(ForecastEvaluator steps, SeriesSums sums, SeriesIntervals intervals) {
        this.steps = steps;
        this.sums = sums;
        this.intervals = intervals;
    }

    @Override
    public void add(Workspace workspace, float[] theta, Batch batch) {
        steps.add(workspace, theta, batch);
    }

    /** Returns the widths of the intervals of the windows that it measures. */
    SeriesIntervals intervals() {
        return intervals;
    }

    /**
     * Adds the forecasts of a window, unless it is history.
     *
     * @param forecasts [quantiles or 1][horizon, values]
     */
    void add(SeriesFrame frame, double[][] forecasts) {
        if (!frame.history()) {
            sums.add(frame.past(), frame.future(), frame.scales(), forecasts);
        }
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
