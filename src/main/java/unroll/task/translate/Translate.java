package unroll.task.translate;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.Configuration;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.message.Plural;
import unroll.message.Printable;
import unroll.nn.Network;
import unroll.nn.SequenceNetwork;
import unroll.nn.decoder.ScheduledSampling;
import unroll.task.Answerer;
import unroll.task.Column;
import unroll.task.Column.ListOf;
import unroll.task.Column.Single;
import unroll.task.DecoderBuilder;
import unroll.task.NetworkBuilder;
import unroll.task.Question;
import unroll.task.Scorer;
import unroll.task.SequenceTask;
import unroll.task.Task;
import unroll.task.TrainedModel;

/**
 * Writes a text for each sequence of words or vectors, in words of another vocabulary: an encoder,
 * and a decoder that attends to it.
 *
 * @param vocabulary number of word ids of the source; 0 if steps are vectors
 * @param width of a step's vector; 0 if steps are words
 * @param words number of word ids of the target
 */
record Translate(Configuration conf, int vocabulary, int width, int words) implements SequenceTask {
    @Override
    public Schema schema() {
        return new Schema(Field.steps(width), Field.words());
    }

    @Override
    public Network network() {
        double sampled = conf.decoder().scheduledSampling();
        return sampled == 0 ? translator() : new ScheduledSampling(translator(), sampled);
    }

    /** Returns the network as it writes. */
    SequenceNetwork translator() {
        var model = conf.model();
        var encoder =
                width == 0
                        ? NetworkBuilder.overWords(model, vocabulary)
                        : NetworkBuilder.overVectors(conf, width);
        return DecoderBuilder.network(
                encoder.encoded(words),
                conf.decoder(),
                words,
                conf.training().labelSmoothing(),
                conf.kernels());
    }

    @Override
    public Evaluator evaluator() {
        return new TranslateEvaluator(words);
    }

    /** Measures the loss of the true words, and the texts that the model writes. */
    @Override
    public void measure(Scorer scorer, List<Answered> rows, int steps, Evaluator into) {
        var shard = scorer.shard(rows.stream().map(Answered::example).toList());
        scorer.measure(shard, into);
        var written = new TranslateAnswerer(this, scorer.model()).write(shard);
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var words = written.get(i).words(row.question().words());
            ((TranslateEvaluator) into).add(words, row.target(), text());
        }
    }

    /** As for rows; an unknown word of the target, which is not kept, cannot be written. */
    @Override
    public void measure(Scorer scorer, Shard shard, Evaluator into) {
        scorer.measure(shard, into);
        var answerer = new TranslateAnswerer(this, scorer.model());
        var written = answerer.write(shard);
        for (int i = 0; i < shard.examples(); i++) {
            var target = answerer.target(shard.labels(i));
            ((TranslateEvaluator) into).add(written.get(i).words(List.of()), target, text());
        }
    }

    @Override
    public String describe(Codec codec, String steps) {
        return steps + ", " + Plural.of(words, "word") + " to write";
    }

    @Override
    public void requireSteps(int steps) {
        Task.refuseSteps(steps, "one that translates");
    }

    /** The text, its score, and if asked for the weights of the attention. */
    @Override
    public List<Column> columns(Codec codec) {
        var columns = new ArrayList<Column>();
        columns.add(new Column("prediction", Single.TEXT));
        columns.add(new Column("score", Single.DOUBLE));
        if (conf.decoder().attentionColumn()) {
            columns.add(new Column("attention", new ListOf(new ListOf(Single.FLOAT))));
        }
        return columns;
    }

    @Override
    public Answerer answerer(TrainedModel model, int steps) {
        return new TranslateAnswerer(this, model);
    }

    @Override
    public List<String> lines(Codec codec, Question question, Object[] answer) {
        return List.of(Printable.whole(answer[0].toString()));
    }

    @Override
    public Metric metric() {
        return Metric.PERPLEXITY;
    }

    /** Returns how words become a text. */
    WrittenText text() {
        return WrittenText.of(conf.text());
    }
}
