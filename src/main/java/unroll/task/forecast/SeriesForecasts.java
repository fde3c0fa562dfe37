package unroll.task.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.conf.task.SeriesConf;
import unroll.data.Example;
import unroll.encode.Scaling;
import unroll.encode.row.SeriesFrame;
import unroll.encode.series.SeriesTransform;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;

/** Forecasts of windows of series, as values in their own unit. */
final class SeriesForecasts {
    private final SeriesConf conf;
    private final ForecastOutputs outputs;
    private final Scaling scaling; // of targets, or of steps if the model runs on from its outputs
    private final SeriesTransform transform;

    SeriesForecasts(SeriesConf conf, ForecastOutputs outputs, Scaling scaling) {
        this.conf = conf;
        this.outputs = outputs;
        this.scaling = scaling;
        transform = SeriesTransform.of(conf);
    }

    /**
     * Returns the forecasts of windows.
     *
     * @param windows whose examples may have steps after the origin, which are not read; in the
     *     order of {@link SeriesIntervals}
     * @return [quantiles or 1][horizon, values] of each
     */
    List<double[][]> of(Scorer scorer, List<ModelInput> windows, SeriesIntervals intervals) {
        int numbers = conf.window() * scaling.columns();
        var examples =
                windows.stream()
                        .map(ModelInput::example)
                        .map(
                                all ->
                                        conf.recursive()
                                                ? Example.vectors(
                                                        Arrays.copyOf(all.vectors(), numbers))
                                                : all)
                        .toList();
        var scores = scorer.freeRun(examples, conf.recursive() ? conf.horizon() : 1);
        var forecasts = new ArrayList<double[][]>();
        for (int i = 0; i < scores.size(); i++) {
            forecasts.add(values(windows.get(i).frame(), scores.get(i), intervals));
        }
        return forecasts;
    }

    private double[][] values(SeriesFrame frame, float[] expected, SeriesIntervals intervals) {
        var decoded = outputs.decode(expected, scaling);
        if (conf.recursive()) {
            return new double[][] {transform.restoreSteps(frame.past(), decoded)};
        }
        intervals.widen(frame, decoded, transform.targets(frame.past(), frame.future()));
        int each = outputs.each();
        var values = new double[each][decoded.length / each];
        for (int i = 0; i < decoded.length; i++) {
            int place = i / each;
            double value = transform.restore(frame.past(), place, decoded[i]);
            values[i % each][place] = Scaling.finite(value);
        }
        return values;
    }

    /** Returns a column for each value, and one for each of its quantiles: lists, by step. */
    List<Column> columns() {
        var columns = new ArrayList<Column>();
        for (var value : conf.values()) {
            columns.add(new Column(value, new ListOf(Single.DOUBLE)));
            for (var quantile : outputs.names()) {
                columns.add(new Column(value + "_" + quantile, new ListOf(Single.DOUBLE)));
            }
        }
        return columns;
    }

    Predictor predictor(Scorer scorer) {
        var intervals = new SeriesIntervals(conf, outputs);
        return new Predictor() {
            @Override
            public Example encode(List<String> words) {
                return scorer.encode(words);
            }

            @Override
            public List<Object[]> predict(List<ModelInput> windows) {
                return of(scorer, windows, intervals).stream()
                        .map(SeriesForecasts.this::predict)
                        .toList();
            }
        };
    }

    private Object[] predict(double[][] forecasts) {
        var prediction = new ArrayList<Object>();
        for (int k = 0; k < conf.values().size(); k++) {
            prediction.add(column(forecasts[outputs.middle()], k));
            for (int q = 0; q < outputs.interval().length; q++) {
                prediction.add(column(forecasts[q], k));
            }
        }
        return prediction.toArray();
    }

    private List<Double> column(double[] values, int k) {
        var column = new ArrayList<Double>();
        for (int i = k; i < values.length; i += conf.values().size()) {
            column.add(values[i]);
        }
        return column;
    }
}
