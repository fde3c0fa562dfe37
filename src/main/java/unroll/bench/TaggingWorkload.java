package unroll.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.KernelChoice;
import unroll.conf.TaskConf;
import unroll.conf.task.TagConf;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.registry.Tasks;

/**
 * A tagger of words: a bidirectional LSTM as wide as its embedding and a softmax over the tags.
 * Sentences are sorted into batches of like length.
 *
 * @param shortest words of the shortest sentence
 * @param longest words of the longest sentence
 */
record TaggingWorkload(
        String name, int width, int words, int tags, int sequences, int shortest, int longest)
        implements Workload {
    private static final int BATCHES = 12;

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "bidirectional lstm %d, %d tags, %d x %d..%d",
                width,
                tags,
                sequences,
                shortest,
                longest);
    }

    @Override
    public Network network(KernelChoice kernels) {
        var layer = new RecurrentConf(CellConf.Name.LSTM, width, true);
        var conf =
                Configurations.of(TaskConf.TAG, width, 1, layer, kernels)
                        .with(Configuration.TAG, new TagConf(TagConf.Head.SOFTMAX, 1));
        var vocabulary = Configurations.vocabulary(conf, words);
        var labels = Configurations.names("tag", tags);
        return Tasks.of(conf, Codec.ofTexts(vocabulary, labels)).network();
    }

    @Override
    public Capacity capacity(boolean training) {
        return new Capacity(sequences, sequences * longest, training);
    }

    @Override
    public List<Batch> batches(long seed) {
        var random = new Random(seed);
        var zipf = new ZipfWords(words);
        var batches = new ArrayList<Batch>();
        for (var lengths : Lengths.sorted(random, BATCHES, sequences, shortest, longest)) {
            var schema = new Schema(Field.words(), Field.labels(Field.Length.AS_SOURCE));
            var batch = schema.batch(sequences, sequences * longest);
            batch.source().pack(lengths, sequences);
            for (int row = 0; row < batch.packing().rows(); row++) {
                batch.source().ids()[row] = zipf.draw(random);
                batch.target().ids()[row] = random.nextInt(tags);
            }
            batches.add(batch);
        }
        return batches;
    }

    /** The first step has no product with the state, which is zero. */
    @Override
    public MultiplyAdds multiplyAdds() {
        double rows = 0;
        double distinct = 0;
        for (var batch : batches(0)) {
            rows += batch.packing().rows();
            distinct +=
                    Arrays.stream(batch.source().ids(), 0, batch.packing().rows())
                            .distinct()
                            .count();
        }
        double gates = 4.0 * width;
        double fed = 1 - BATCHES * sequences / rows;
        double others = 2 * fed * gates * width + 2.0 * width * tags;
        return new MultiplyAdds(3 * (2 * distinct / rows * gates * width + others), others);
    }
}
