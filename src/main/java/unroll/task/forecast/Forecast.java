package unroll.task.forecast;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf;
import unroll.data.Example;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.encode.row.Reason;
import unroll.encode.row.RecordReader;
import unroll.measure.Evaluation;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.nn.Network;
import unroll.nn.loss.AbsoluteError;
import unroll.nn.loss.BinaryCrossEntropy;
import unroll.nn.loss.ElementLoss;
import unroll.nn.loss.HuberError;
import unroll.nn.loss.Regression;
import unroll.nn.loss.SquaredError;
import unroll.reservoir.Reservoir;
import unroll.task.Answerer;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.Question;
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
 */
public record Forecast(Configuration conf, int vocabulary, Scaling steps, Scaling targets)
        implements SequenceTask {
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
        var model = conf.model();
        var builder =
                vocabulary > 0
                        ? NetworkBuilder.overWords(model, vocabulary)
                        : NetworkBuilder.overVectors(conf, steps.columns());
        builder.encoded(outputs().columns());
        return (next() ? builder : builder.pooled(conf.text().segment()))
                .head(new Regression(loss(), outputs().columns()), conf.kernels());
    }

    private ElementLoss loss() {
        return loss(conf.training().loss());
    }

    static ElementLoss loss(TrainingConf.LossConf loss) {
        return switch (loss) {
            case SQUARED -> new SquaredError();
            case ABSOLUTE -> new AbsoluteError();
            case HUBER -> new HuberError();
            case BINARY -> new BinaryCrossEntropy();
        };
    }

    @Override
    public Evaluator evaluator() {
        return new ForecastEvaluator(conf.training().loss(), outputs(), conf.model().washout());
    }

    @Override
    public float[] decode(float[] scores) {
        var loss = loss();
        var values = new float[scores.length];
        for (int i = 0; i < scores.length; i++) {
            values[i] = (float) loss.expected(scores[i]);
        }
        return values;
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
        if (!next()) {
            Task.refuseSteps(ahead, "one with a target column");
        }
    }

    @Override
    public void measure(Scorer scorer, List<Answered> rows, int ahead, Evaluator into) {
        var examples = rows.stream().map(Answered::example).toList();
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
        var value = codec.values().columns() == 1 ? Single.DOUBLE : new ListOf(Single.DOUBLE);
        return List.of(new Column("prediction", next() ? new ListOf(value) : value));
    }

    @Override
    public Answerer answerer(TrainedModel model, int ahead) {
        var scorer = new Scorer(model);
        var scaling = model.codec().values();
        return Answerer.of(
                scorer,
                examples ->
                        scorer.freeRun(examples, Math.max(1, ahead)).stream()
                                .map(scores -> answer(scaling.decode(scores), scaling.columns()))
                                .toList());
    }

    private Object[] answer(double[] values, int width) {
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
    public List<String> lines(Codec codec, Question question, Object[] answer) {
        return (answer[0] instanceof List<?> numbers ? numbers.stream() : Stream.of(answer[0]))
                .map(Object::toString)
                .toList();
    }

    @Override
    public Metric metric() {
        return conf.training().predictsProbabilities() ? Metric.ACCURACY : Metric.RMSE;
    }
}
