package unroll.task.decoding;

import java.util.List;
import java.util.stream.IntStream;
import unroll.conf.task.DecoderConf;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/** Predicts the text that a model writes. */
final class TextPredictor implements Predictor {
    private final WrittenText text;
    private final DecoderConf conf;
    private final Codec codec;
    private final TargetWords words;
    private final Scorer scorer;
    private final TextWriter writer;

    TextPredictor(WritingTask task, TrainedModel model) {
        text = WrittenText.of(task.conf().text());
        conf = task.conf().decoder();
        codec = model.codec();
        words = TargetWords.of(codec);
        scorer = new Scorer(model);
        writer = new TextWriter(model, task.writer(), task::most);
    }

    /** A text that was written. */
    final class Written {
        private final Hypothesis found;

        private Written(Hypothesis found) {
            this.found = found;
        }

        /**
         * Returns the words.
         *
         * @param source words that unknown ones are copied from
         */
        List<String> words(List<String> source) {
            return words.of(found, codec.pieces(source), conf);
        }
    }

    @Override
    public Example encode(List<String> words) {
        return scorer.encode(words);
    }

    @Override
    public List<Object[]> predict(List<ModelInput> inputs) {
        var written = write(scorer.shard(inputs.stream().map(ModelInput::example).toList()));
        return IntStream.range(0, written.size())
                .mapToObj(i -> predict(written.get(i), inputs.get(i).words()))
                .toList();
    }

    private Object[] predict(Written written, List<String> source) {
        var prediction = text.of(written.words(source));
        double score = written.found.score(conf.lengthPenalty());
        if (!conf.attentionColumn()) {
            return new Object[] {prediction, score};
        }
        var attention = written.found.steps().stream().map(Hypothesis::weights).toList();
        return new Object[] {prediction, score, attention};
    }

    /** Returns the text for each example of a shard. */
    List<Written> write(Shard shard) {
        return writer.write(shard, Constraint.NONE).stream().map(Written::new).toList();
    }
}
