package unroll.spark;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import org.apache.spark.sql.Row;
import unroll.conf.Configuration;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.task.Codec;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/** What a model made of a row, beside what is true; or a bad row. A plain class: it is cached. */
final class Forecasted implements ScoredRow {
    private static final double[] NONE = {};

    private final Rejected rejected; // null for a good row
    private final double[] predicted; // [steps, width]
    private final double[] actual; // [steps, width]
    private final int width;

    private Forecasted(Rejected rejected, double[] predicted, double[] actual, int width) {
        this.rejected = rejected;
        this.predicted = predicted;
        this.actual = actual;
        this.width = width;
    }

    /**
     * A row that was forecast.
     *
     * @param predicted [steps, width]
     * @param actual [steps, width]
     */
    static Forecasted good(double[] predicted, double[] actual, int width) {
        return new Forecasted(null, predicted, actual, width);
    }

    /** A row before it is scored. */
    private record Item(Rejected rejected, Example example, double[] actual) {}

    /**
     * Forecasts rows of {@link Sources#examples}.
     *
     * @param steps last steps of each sequence to be found in free running; 0 for each step from
     *     all before it
     */
    static Iterator<Forecasted> of(
            Iterator<Row> rows, RowReader.Columns columns, TrainedModel model, int steps) {
        var reader = new RowReader(columns);
        var scorer = new Scorer(model);
        int width = width(model);
        var items = new Mapped<>(rows, (Row row) -> item(row, reader, model, scorer, steps));
        var scored =
                new Windows<>(
                        items,
                        Item::example,
                        examples ->
                                steps > 0
                                        ? scorer.freeRun(examples, steps)
                                        : settled(scorer.scoreSteps(examples), model));
        return new Mapped<>(
                scored,
                found ->
                        found.item().rejected() == null
                                ? good(values(found.scores(), model), found.item().actual(), width)
                                : new Forecasted(found.item().rejected(), NONE, NONE, width));
    }

    private static int width(TrainedModel model) {
        return model.codec().values().columns();
    }

    private static Item item(
            Row row, RowReader reader, TrainedModel model, Scorer scorer, int steps) {
        var codec = model.codec();
        var wrong = wrong(row, reader, model.conf(), codec, steps);
        if (wrong != null) {
            return new Item(wrong, null, NONE);
        }
        if (codec.targets().columns() > 0) {
            var example = LabelledRow.example(reader, codec, scorer::encode);
            return new Item(null, example, reader.values());
        }
        var numbers = reader.vectors();
        int end = numbers.length;
        int inputs = codec.inputs().columns();
        int hidden = Math.max(1, steps) * inputs;
        return new Item(
                null,
                example(Arrays.copyOf(numbers, end - hidden), model),
                Arrays.copyOfRange(
                        numbers, steps > 0 ? end - hidden : inputs + washout(model), end));
    }

    /**
     * Takes on a row; null if it can be forecast, else what is wrong with it.
     *
     * @param steps to be found in free running; 0 for each step from all before it
     */
    static Rejected wrong(Row row, RowReader reader, Configuration conf, Codec codec, int steps) {
        var wrong = Encoding.read(row, reader, codec);
        if (wrong != null || codec.targets().columns() > 0) {
            return wrong;
        }
        int least = (Math.max(1, steps) + conf.model().washout()) * codec.inputs().columns();
        return reader.vectors().length > least ? null : reader.rejected(Reason.TOO_SHORT);
    }

    /** Numbers of a sequence's first steps that are not measured. */
    private static int washout(TrainedModel model) {
        return model.conf().model().washout() * width(model);
    }

    /** Without what is forecast in the washout. */
    private static List<float[]> settled(List<float[]> scores, TrainedModel model) {
        int washout = washout(model);
        return scores.stream()
                .map(s -> Arrays.copyOfRange(s, Math.min(washout, s.length), s.length))
                .toList();
    }

    private static double[] values(float[] scores, TrainedModel model) {
        return model.codec().values().decode(scores);
    }

    private static Example example(double[] numbers, TrainedModel model) {
        return Example.vectors(model.codec().inputs().encode(numbers));
    }

    /** Forecasts prepared examples. */
    static Iterator<Forecasted> of(Shard shard, TrainedModel model) {
        var codec = model.codec();
        int width = width(model);
        var scores = settled(new Scorer(model).scoreSteps(shard), model);
        var found = new ArrayList<Forecasted>();
        for (int i = 0; i < scores.size(); i++) {
            var actual = codec.values().restore(shard.values(i));
            if (scores.get(i).length > 0) {
                int from = actual.length - scores.get(i).length;
                actual = Arrays.copyOfRange(actual, from, actual.length);
                found.add(good(values(scores.get(i), model), actual, width));
            }
        }
        return found.iterator();
    }

    @Override
    public Rejected rejected() {
        return rejected;
    }

    double[] predicted() {
        return predicted;
    }

    double[] actual() {
        return actual;
    }

    /** Of what is forecast for one step. */
    int width() {
        return width;
    }
}
