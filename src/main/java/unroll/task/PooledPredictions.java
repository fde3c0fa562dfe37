package unroll.task;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import unroll.conf.Configuration;
import unroll.conf.ModelConf.Pooling;
import unroll.message.Printable;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.text.WordOffsets;

/**
 * Predictions of tasks that pool each sequence to one vector. If the pooling is attention, they
 * also tell how it weighed the steps: the weights in order, and of texts the words with the largest
 * ones as key terms.
 *
 * @param width of a step's vector; 0 if steps are words
 */
public record PooledPredictions(Configuration conf, int width) {
    private static final int TERMS = 10;
    private static final int ADDED_TO_TEXTS = 3; // columns, of which the weights are the first

    /** Returns whether there are weights, one for each word that the model reads. */
    private boolean weighed() {
        return conf.model().pooling() == Pooling.ATTENTION
                && conf.text().merges() == 0
                && conf.model().layers().stream().allMatch(layer -> layer.stride() == 1);
    }

    /** Returns a task's own columns and those of the weights. */
    public List<Column> columns(List<Column> own) {
        var columns = new ArrayList<>(own);
        if (weighed()) {
            columns.add(new Column("attention", new ListOf(Single.FLOAT)));
            if (width == 0) {
                columns.add(new Column("offsets", new ListOf(new ListOf(Single.INT))));
                columns.add(new Column("terms", new ListOf(Single.TEXT)));
            }
        }
        return columns;
    }

    /**
     * Opens a predictor.
     *
     * @param own values of the task's own columns, for the scores of a sequence
     */
    public Predictor predictor(TrainedModel model, Function<float[], Object[]> own) {
        var scorer = new Scorer(model);
        if (!weighed()) {
            return Predictor.of(
                    scorer, examples -> scorer.score(examples, (i, scores) -> own.apply(scores)));
        }
        var offsets = new WordOffsets(conf.text());
        return Predictor.ofInputs(
                scorer,
                inputs ->
                        scorer.scoreWithAttention(
                                inputs.stream().map(ModelInput::example).toList(),
                                (i, scores, weights) -> {
                                    var added = added(inputs.get(i), weights, offsets);
                                    var all = Stream.concat(Stream.of(own.apply(scores)), added);
                                    return all.toArray();
                                }));
    }

    /** Returns the values of the columns after a task's own. */
    private Stream<Object> added(ModelInput input, List<Float> weights, WordOffsets offsets) {
        var words = input.words();
        if (width > 0) {
            return Stream.of(weights);
        }
        var terms = sums(words, weights).stream().map(Map.Entry::getKey).toList();
        return Stream.of(weights, offsets.of(input.text(), words.size()), terms);
    }

    /** Returns the words with the largest sums of weights, the largest first. */
    private static List<Map.Entry<String, Double>> sums(List<String> words, List<?> weights) {
        var sums = new LinkedHashMap<String, Double>();
        for (int t = 0; t < words.size(); t++) {
            double weight = ((Float) weights.get(t)).doubleValue();
            sums.merge(words.get(t), weight, Double::sum);
        }
        return sums.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .limit(TERMS)
                .toList();
    }

    /** Returns a task's own lines, and one for each of the words with the largest weights. */
    public List<String> lines(List<String> own, ModelInput input, Object[] prediction) {
        if (!weighed() || width > 0) {
            return own;
        }
        var weights = (List<?>) prediction[prediction.length - ADDED_TO_TEXTS];
        var sums = sums(input.words(), weights);
        var lines = sums.stream().map(PooledPredictions::line);
        return Stream.concat(own.stream(), lines).toList();
    }

    private static String line(Map.Entry<String, Double> term) {
        var word = Printable.whole(term.getKey());
        return String.format(Locale.ROOT, "attention\t%s\t%.4f", word, term.getValue());
    }
}
