package unroll.task.forecast;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EarlyStopping;
import unroll.conf.task.SeriesConf;
import unroll.data.Example;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Calibration;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.measure.calibration.CalibrationSearch;
import unroll.measure.series.SeriesSums;
import unroll.nn.Network;
import unroll.reservoir.Reservoir;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.SequenceTask;
import unroll.task.Task;
import unroll.task.TrainedModel;
import unroll.task.network.NetworkBuilder;

/**
 * Predicts numbers for each sequence of words or vectors, or for each vector the next one, so that
 * a forecast can continue from its own outputs. Numbers are standardised, those of a step and the
 * next in the same way; targets that are probabilities are not.
 *
 * @param vocabulary number of word ids; 0 if steps are vectors
 * @param steps scaling of steps; without columns if they are words
 * @param targets scaling of the sequence's target; without columns if the target is the next step
 * @param spread factor of the distances of quantiles from the median; 1 during training
 */
public record Forecast(
        Configuration conf, int vocabulary, Scaling steps, Scaling targets, double spread)
        implements SequenceTask {
    /** A task whose quantiles are those of the network. */
    public Forecast(Configuration conf, int vocabulary, Scaling steps, Scaling targets) {
        this(conf, vocabulary, steps, targets, 1);
    }

    private boolean next() {
        return targets.columns() == 0;
    }

    @Override
    public Schema schema() {
        var source = Field.steps(steps.columns());
        return next()
                ? Schema.next(source)
                : new Schema(source, Field.numbers(targets.columns(), Field.Length.ONE));
    }

    /** Returns the scaling of its outputs. */
    private Scaling outputs() {
        return next() ? steps : targets;
    }

    @Override
    public Network network() {
        var reservoir = conf.model().reservoir();
        if (reservoir.isPresent()) {
            return new Reservoir(reservoir.get(), steps.columns(), outputs().columns());
        }
        var builder = NetworkBuilder.over(conf, vocabulary, steps.columns());
        var objective = perTarget().objective(outputs().columns());
        builder.encoded(objective.outputs());
        return (next() ? builder : builder.pooled(conf.text().segment()))
                .head(objective, conf.kernels());
    }

    private ForecastOutputs perTarget() {
        return ForecastOutputs.of(conf, spread);
    }

    /** Returns how rows become windows; null if they are none of series. */
    private SeriesConf series() {
        return conf.data().train().series();
    }

    @Override
    public Evaluator evaluator() {
        boolean runsOn = series() != null && series().recursive();
        var steps =
                new ForecastEvaluator(
                        perTarget(),
                        metric(),
                        outputs(),
                        conf.model().washout(),
                        runsOn ? series().horizon() : 0);
        return series() == null
                ? steps
                : new SeriesEvaluator(
                        steps,
                        new SeriesSums(series().season(), perTarget().interval()),
                        new SeriesIntervals(series(), perTarget()));
    }

    @Override
    public int history() {
        return series() == null ? 0 : SeriesIntervals.history(series(), perTarget());
    }

    @Override
    public Optional<CalibrationSearch> calibrationSearch() {
        return perTarget().calibrationSearch();
    }

    @Override
    public Codec calibrated(Codec codec, List<Double> found) {
        return codec.withCalibration(Calibration.ofTemperature(found.get(0)));
    }

    @Override
    public float[] decode(float[] scores) {
        return perTarget().expected(scores);
    }

    @Override
    public double score(Evaluation evaluation) {
        double score = evaluation.score(metric());
        return conf.training().predictsProbabilities()
                ? score
                : Scaling.finite(score * outputs().size());
    }

    @Override
    public String describe(Codec codec, String steps) {
        var what = next() ? "the next step" : String.format(Locale.ROOT, "%,d", targets.columns());
        return steps + ", " + what + " to forecast";
    }

    @Override
    public Reason wrong(RecordReader row, int ahead) {
        int least = (Math.max(1, ahead) + conf.model().washout()) * steps.columns();
        return next() && row.vectors().length <= least ? Reason.TOO_SHORT : null;
    }

    @Override
    public void requireSteps(int ahead) {
        if (series() != null) {
            Task.refuseSteps(ahead, "one of data.train.series, whose horizon it keeps");
        }
        if (!next()) {
            Task.refuseSteps(ahead, "one with a target column");
        }
    }

    @Override
    public void measure(Scorer scorer, List<LabelledInput> rows, int ahead, Evaluator into) {
        if (series() != null) {
            var forecasts = seriesForecasts(scorer.model().codec());
            var inputs = rows.stream().map(LabelledInput::input).toList();
            var evaluator = (SeriesEvaluator) into;
            var values = forecasts.of(scorer, inputs, evaluator.intervals());
            for (int i = 0; i < values.size(); i++) {
                evaluator.add(inputs.get(i).frame(), values.get(i));
            }
            return;
        }
        var examples = rows.stream().map(LabelledInput::example).toList();
        if (ahead == 0) {
            scorer.measure(examples, into);
            return;
        }
        int hidden = ahead * outputs().columns();
        var seen =
                examples.stream()
                        .map(Example::vectors)
                        .map(all -> Example.vectors(Arrays.copyOf(all, all.length - hidden)))
                        .toList();
        var forecasts = scorer.freeRun(seen, ahead);
        for (int i = 0; i < forecasts.size(); i++) {
            float[] all = examples.get(i).vectors();
            var actual = Arrays.copyOfRange(all, all.length - hidden, all.length);
            ((ForecastEvaluator) into).addFreeRun(forecasts.get(i), actual);
        }
    }

    @Override
    public List<Column> columns(Codec codec) {
        if (series() != null) {
            return seriesForecasts(codec).columns();
        }
        var value = codec.values().columns() == 1 ? Single.DOUBLE : new ListOf(Single.DOUBLE);
        var prediction = new Column("prediction", next() ? new ListOf(value) : value);
        return perTarget().quantiles()
                ? List.of(prediction, new Column("quantiles", new ListOf(value)))
                : List.of(prediction);
    }

    private SeriesForecasts seriesForecasts(Codec codec) {
        return new SeriesForecasts(series(), perTarget(), codec.values());
    }

    @Override
    public Predictor predictor(TrainedModel model, int ahead) {
        var scorer = new Scorer(model);
        var scaling = model.codec().values();
        if (series() != null) {
            return seriesForecasts(model.codec()).predictor(scorer);
        }
        return Predictor.of(
                scorer,
                examples ->
                        scorer.freeRun(examples, Math.max(1, ahead)).stream()
                                .map(scores -> predict(scores, scaling))
                                .toList());
    }

    private Object[] predict(float[] scores, Scaling scaling) {
        var values = perTarget().decode(scores, scaling);
        if (!perTarget().quantiles()) {
            return predict(values, scaling.columns());
        }
        var quantiles = new double[perTarget().each()][scaling.columns()];
        for (int i = 0; i < values.length; i++) {
            quantiles[i % perTarget().each()][i / perTarget().each()] = values[i];
        }
        return new Object[] {
            value(quantiles[perTarget().middle()], 0, scaling.columns()),
            Arrays.stream(quantiles).map(each -> value(each, 0, scaling.columns())).toList()
        };
    }

    private Object[] predict(double[] values, int width) {
        return new Object[] {
            next()
                    ? IntStream.range(0, values.length / width)
                            .mapToObj(step -> value(values, step * width, width))
                            .toList()
                    : value(values, 0, width)
        };
    }

    private static Object value(double[] values, int at, int width) {
        return width == 1
                ? (Object) values[at]
                : Arrays.stream(values, at, at + width).boxed().toList();
    }

    @Override
    public List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        var lines = new ArrayList<>(numbers(prediction[0]));
        var names = perTarget().names();
        for (int q = 0; q < names.size(); q++) {
            var quantile = numbers(((List<?>) prediction[1]).get(q));
            lines.add(names.get(q) + "\t" + String.join("\t", quantile));
        }
        return lines;
    }

    private static List<String> numbers(Object one) {
        return (one instanceof List<?> several ? several : List.of(one))
                .stream().map(Object::toString).toList();
    }

    @Override
    public Metric metric() {
        if (conf.training().predictsProbabilities()) {
            return Metric.ACCURACY;
        }
        boolean absolute = conf.training().earlyStopping().metric() == EarlyStopping.Metric.MAE;
        return absolute ? Metric.MAE : Metric.RMSE;
    }
}
