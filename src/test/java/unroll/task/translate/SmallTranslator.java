package unroll.task.translate;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.nn.batch.Batch;
import unroll.task.TrainedModel;
import unroll.task.WordsComparison;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** A translator with few words and random parameters, and sentences for it. */
final class SmallTranslator {
    static final int SOURCE_WORDS = 7;
    static final List<String> WRITTEN = List.of("uno", "due", "tre");

    final Configuration conf;
    final Translate task;
    final float[] theta;
    private final Codec codec;
    private final Random random = new Random(7);

    SmallTranslator(String... settings) {
        conf =
                Tasks.reader()
                        .read(
                                """
                task: translate
                run: {dir: nowhere}
                data: {train: {format: json, path: nowhere, target: other}}
                text: {tokenizer: whitespace, maxLength: 9, unknownBuckets: 2}
                model: {embedding: 3, layers: [{cell: gru, size: 2, bidirectional: true}]}
                decoder: {size: 3, embedding: 4, attentionSize: 5}
                training: {batch: 6, batchTokens: 60}
                """,
                                "test",
                                List.of(settings));
        codec =
                new Codec(
                                new Vocabulary(List.of("one", "two", "three", "four", "five"), 2),
                                Scaling.none(0),
                                List.of(),
                                Scaling.none(0))
                        .withWritten(WRITTEN);
        task = (Translate) Tasks.of(conf, codec);
        theta = new float[task.network().layout().size()];
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (0.7 * random.nextGaussian());
        }
    }

    TrainedModel model() {
        return new TrainedModel(conf, codec, task, theta);
    }

    /** Sentences of different lengths, those of the target in another order. */
    List<Example> sentences() {
        var sentences = new ArrayList<Example>();
        int[] source = {3, 5, 1, 4, 4};
        int[] target = {2, 0, 6, 3, 5};
        for (int i = 0; i < source.length; i++) {
            var words = random.ints(source[i], 0, SOURCE_WORDS).toArray();
            var written = random.ints(target[i], 2, 2 + WRITTEN.size());
            var marked = IntStream.concat(written, IntStream.of(Vocabulary.MARK)).toArray();
            sentences.add(Example.words(words).withLabels(marked));
        }
        return sentences;
    }

    Shard shard(List<Example> sentences) {
        return WordsComparison.shard(task, sentences);
    }

    Batch batch(List<Example> sentences) {
        return WordsComparison.batch(task, sentences);
    }
}
