package unroll.task.decoding;

import java.util.ArrayList;
import java.util.List;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.nn.SequenceNetwork;
import unroll.nn.decoder.ScheduledSampling;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.SequenceTask;
import unroll.task.TrainedModel;

/** A task whose models write a text for each source, in words of a vocabulary of its own. */
public interface WritingTask extends SequenceTask {
    /** Returns the network as it writes. */
    SequenceNetwork writer();

    /** Returns the number of word ids of the target. */
    int words();

    /** Returns the words of the target, if early stopping watches texts. */
    TargetWords watched();

    /**
     * Returns the most words of a text, with the mark at its end.
     *
     * @param steps of its source
     */
    int most(int steps);

    @Override
    default Network network() {
        return ScheduledSampling.of(writer(), conf().decoder().scheduledSampling());
    }

    @Override
    default Evaluator evaluator() {
        return new TextEvaluator(words(), conf().text().merges() > 0 ? "piece" : "word");
    }

    /** Measures the loss of the true words, and the texts that the model writes. */
    @Override
    default void measure(Scorer scorer, List<LabelledInput> rows, int steps, Evaluator into) {
        var shard = scorer.shard(rows.stream().map(LabelledInput::example).toList());
        scorer.measure(shard, into);
        var written = new TextPredictor(this, scorer.model()).write(shard);
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var words = written.get(i).words(row.input().words());
            ((TextEvaluator) into).add(words, row.target(), text());
        }
    }

    /**
     * As for rows; an unknown word of the target, which is not kept, cannot be written, and words
     * that were cut are not missed.
     */
    @Override
    default void measure(Scorer scorer, Shard shard, Evaluator into) {
        scorer.measure(shard, into);
        var model = scorer.model();
        var writer = new TextWriter(model, writer(), this::most);
        add(writer, TargetWords.of(model.codec()), shard, into);
    }

    /** Adds texts that are written greedily, if early stopping watches a figure of texts. */
    @Override
    default void validate(float[] theta, Shard shard, Evaluator into) {
        if (metric() != Metric.PERPLEXITY) {
            add(TextWriter.greedy(theta, this, writer(), this::most), watched(), shard, into);
        }
    }

    private void add(TextWriter writer, TargetWords words, Shard shard, Evaluator into) {
        var written = writer.write(shard, Constraint.NONE);
        for (int i = 0; i < written.size(); i++) {
            var text = words.of(written.get(i), List.of(), conf().decoder());
            ((TextEvaluator) into).add(text, words.of(shard.labels(i)), text());
        }
    }

    /** The text, its score, and if asked for the weights of the attention. */
    @Override
    default List<Column> columns(Codec codec) {
        var columns = new ArrayList<Column>();
        columns.add(new Column("prediction", Single.TEXT));
        columns.add(new Column("score", Single.DOUBLE));
        if (conf().decoder().attentionColumn()) {
            columns.add(new Column("attention", new ListOf(new ListOf(Single.FLOAT))));
        }
        return columns;
    }

    @Override
    default Predictor predictor(TrainedModel model, int steps) {
        return new TextPredictor(this, model);
    }

    @Override
    default List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        return List.of(Printable.whole(prediction[0].toString()));
    }

    @Override
    default Metric metric() {
        return switch (conf().training().earlyStopping().metric()) {
            case ACCURACY -> Metric.SEQUENCE_ACCURACY;
            case BLEU -> Metric.BLEU;
            case CHRF -> Metric.CHRF;
            default -> Metric.PERPLEXITY;
        };
    }

    /** Returns how words become a text. */
    private WrittenText text() {
        return WrittenText.of(conf().text());
    }
}
