package unroll.task.forecast;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.Configuration;
import unroll.conf.task.SeriesConf.Part;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.Scaling;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.encode.row.SeriesFrame;
import unroll.encode.series.SeriesCutter;
import unroll.encode.series.SeriesRows;
import unroll.measure.Measures;
import unroll.measure.Metric;
import unroll.task.ModelInput;
import unroll.task.Scorer;
import unroll.task.Task.LabelledInput;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Intervals of a small model that was not trained, on a series whose noise grows. */
final class SeriesIntervalsTest {
    private static final int HORIZON = 3;
    private static final int WINDOW = 4;
    private static final int LOWEST = 1; // columns of a prediction
    private static final int HIGHEST = 3;

    private static TrainedModel model(String intervals, int stride) {
        var yaml =
                """
                task: forecast
                run: {dir: d}
                data:
                  train:
                    format: csv
                    path: p
                    series:
                      {key: k, time: t, values: y, window: 4, horizon: 3, difference: 1, stride: %d}
                model: {layers: [{cell: gru, size: 3}], pooling: last}
                training: {loss: quantile}
                forecast: {intervals: %s}
                """;
        var conf = Tasks.reader().read(yaml.formatted(stride, intervals), "test", List.of());
        var codec =
                new Codec(
                        new Vocabulary(List.of(), 2),
                        new Scaling(new double[1], new double[] {2}),
                        List.of(),
                        new Scaling(new double[HORIZON], new double[] {2, 3, 4}));
        return Tasks.trained(conf, codec, network -> network.layout().initialParameters(3));
    }

    private static double[] values(int seed, int steps) {
        var random = new Random(seed);
        var values = new double[steps];
        for (int t = 1; t < steps; t++) {
            values[t] = values[t - 1] + (1 + 0.05 * t) * random.nextGaussian();
        }
        return values;
    }

    private static List<ModelInput> inputs(
            TrainedModel model, String key, double[] values, Part part) {
        var conf = model.conf();
        var rows = new SeriesRows(List.of(key), 1);
        for (int t = 0; t < values.length; t++) {
            rows.add(t, t, new double[] {values[t]});
        }
        var series = conf.data().train().series().of(part, 0).withHistory(model.task().history());
        var reader = new RecordReader(columns(conf));
        var inputs = new ArrayList<ModelInput>();
        new SeriesCutter(series)
                .records(rows)
                .forEachRemaining(
                        record -> {
                            assertNull(Encoding.read(record, reader, model.codec()));
                            inputs.add(
                                    ModelInput.of(
                                            reader, Encoding.example(reader, model.codec(), null)));
                        });
        return inputs;
    }

    private static RecordReader.Columns columns(Configuration conf) {
        return new RecordReader.Columns(conf.text(), false, RowTarget.NONE, 1);
    }

    private static List<Object[]> predictions(TrainedModel model, List<ModelInput> inputs) {
        return model.task().predictor(model, 0).predict(inputs);
    }

    private static double width(Object[] prediction, int step) {
        return (double) ((List<?>) prediction[HIGHEST]).get(step)
                - (double) ((List<?>) prediction[LOWEST]).get(step);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void aForecastOfTheLastWindowIsTheOneThatIsMeasuredThere(int stride) {
        var model = model("adaptive", stride);
        var values = values(1, WINDOW + 1 + stride * 150);
        var all = inputs(model, "a", values, Part.ALL);
        var measured = predictions(model, all);
        for (int i = 0; i < all.size(); i += i < 8 ? 1 : 13) {
            int origin = all.get(i).frame().step();
            var past = Arrays.copyOf(values, origin + 1);
            var latest = inputs(model, "a", past, Part.LATEST);
            var found = predictions(model, latest);
            int last = found.size() - 1;
            assertEquals(origin, latest.get(last).frame().step());
            assertArrayEquals(measured.get(i), found.get(last), "origin " + origin);
            assertEquals(last, latest.stream().filter(ModelInput::history).count());
        }
    }

    @Test
    void onlyWidthsFollowTheErrors() {
        var values = values(1, 300);
        var following = model("adaptive", 1);
        var fixed = model("fixed", 1);
        assertEquals(0, fixed.task().history());
        var one = predictions(following, inputs(following, "a", values, Part.ALL));
        var two = predictions(fixed, inputs(fixed, "a", values, Part.ALL));
        for (int i = 0; i < one.size(); i++) {
            assertEquals(two.get(i)[0], one.get(i)[0], "the forecast itself");
        }
        double factor = width(one.get(280), 0) / width(two.get(280), 0);
        assertNotEquals(1, factor, 0.1);
        for (int step = 0; step < HORIZON; step++) {
            assertEquals(width(two.get(0), step), width(one.get(0), step));
        }
    }

    @Test
    void aValueNeverChangesAnIntervalMadeBeforeIt() {
        var model = model("adaptive", 1);
        var values = values(2, 80);
        var before = predictions(model, inputs(model, "a", values, Part.ALL));
        for (int changed = WINDOW + 1; changed < values.length; changed += 7) {
            var others = values.clone();
            others[changed] += 1000;
            var asked = inputs(model, "a", others, Part.ALL);
            var after = predictions(model, asked);
            for (int i = 0; i < after.size() && asked.get(i).frame().step() < changed; i++) {
                assertArrayEquals(before.get(i), after.get(i), "origin " + i);
            }
        }
    }

    @Test
    void seriesHaveWidthsOfTheirOwn() {
        var model = model("adaptive", 1);
        var one = inputs(model, "a", values(3, 60), Part.ALL);
        var two = inputs(model, "b", values(4, 60), Part.ALL);
        var both = new ArrayList<>(one);
        both.addAll(two);
        var alone = new ArrayList<>(predictions(model, one));
        alone.addAll(predictions(model, two));
        var together = predictions(model, both);
        for (int i = 0; i < both.size(); i++) {
            assertArrayEquals(alone.get(i), together.get(i));
        }
    }

    private static Measures measures(TrainedModel model, List<ModelInput> inputs, int most) {
        var evaluator = model.task().evaluator();
        var scorer = new Scorer(model);
        for (int from = 0; from < inputs.size(); from += most) {
            var some = inputs.subList(from, Math.min(inputs.size(), from + most));
            var rows = some.stream().map(each -> new LabelledInput(each, List.of())).toList();
            model.task().measure(scorer, rows, 0, evaluator);
        }
        return evaluator.measures(List.of());
    }

    @Test
    void figuresAreThoseOfThePredictionsHoweverManyAreMeasuredAtATime() {
        var model = model("adaptive", 1);
        var inputs = inputs(model, "a", values(5, 90), Part.ALL);
        var predictions = predictions(model, inputs);
        int held = 0;
        for (int i = 0; i < predictions.size(); i++) {
            for (int step = 0; step < HORIZON; step++) {
                double actual = inputs.get(i).frame().future()[step];
                held +=
                        (double) ((List<?>) predictions.get(i)[LOWEST]).get(step) <= actual
                                        && actual
                                                <= (double)
                                                        ((List<?>) predictions.get(i)[HIGHEST])
                                                                .get(step)
                                ? 1
                                : 0;
            }
        }
        var whole = measures(model, inputs, 1000);
        assertEquals((double) held / (HORIZON * predictions.size()), whole.figure(Metric.COVERAGE));
        assertEquals(whole, measures(model, inputs, 7));
    }

    @Test
    void historyIsNotMeasured() {
        var model = model("adaptive", 1);
        var values = values(6, 90);
        var all = inputs(model, "a", values, Part.ALL);
        var history =
                all.stream()
                        .map(
                                input -> {
                                    var frame = input.frame();
                                    var same =
                                            new SeriesFrame(
                                                    frame.step() < 50,
                                                    frame.step(),
                                                    frame.keys(),
                                                    frame.origin(),
                                                    frame.times(),
                                                    frame.past(),
                                                    frame.future(),
                                                    frame.scales());
                                    return new ModelInput(input.example(), List.of(), null, same);
                                })
                        .toList();
        var measures = measures(model, history, 1000);
        assertEquals(87 - 50, measures.counts().get("windows"));
    }
}
