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
import unroll.conf.task.DecoderConf;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.decoding.WritingTask;
import unroll.task.registry.Tasks;

/**
 * A translator with a bidirectional GRU as encoder and a GRU twice as wide as decoder. Each
 * sentence is as long as its translation, and sentences are sorted into batches of like length.
 *
 * @param width of the encoder's states, of the words' vectors and of the attention
 * @param shortest words of the shortest sentence
 * @param longest words of the longest sentence
 */
record TranslationWorkload(
        String name,
        int width,
        int sourceWords,
        int targetWords,
        int sequences,
        int shortest,
        int longest)
        implements Workload {
    private static final int BATCHES = 8;

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "gru %d to gru %d, softmax %,d, %d x %d..%d",
                width,
                2 * width,
                targetWords,
                sequences,
                shortest,
                longest);
    }

    @Override
    public Network network(KernelChoice kernels) {
        return task(kernels).network();
    }

    WritingTask task(KernelChoice kernels) {
        var layer = new RecurrentConf(CellConf.Name.GRU, width, true);
        var conf =
                Configurations.of(TaskConf.TRANSLATE, width, 1, layer, kernels)
                        .with(Configuration.DECODER, DecoderConf.ofSize(2 * width, width, width));
        var vocabulary = Configurations.vocabulary(conf, sourceWords);
        var written = Configurations.names("word", targetWords - 2);
        var codec = Codec.ofTexts(vocabulary, List.of()).withWritten(written);
        return (WritingTask) Tasks.of(conf, codec);
    }

    @Override
    public Capacity capacity(boolean training) {
        return new Capacity(sequences, sequences * longest, training);
    }

    @Override
    public List<Batch> batches(long seed) {
        var random = new Random(seed);
        var batches = new ArrayList<Batch>();
        for (var lengths : Lengths.sorted(random, BATCHES, sequences, shortest, longest)) {
            batches.add(batch(lengths, random));
        }
        return batches;
    }

    private Batch batch(int[] lengths, Random random) {
        var batch = new Schema(Field.words(), Field.words()).batch(sequences, sequences * longest);
        batch.source().pack(lengths, sequences);
        batch.target().pack(lengths, sequences);
        var source = new ZipfWords(sourceWords);
        var target = new ZipfWords(targetWords);
        for (int row = 0; row < batch.packing().rows(); row++) {
            batch.source().ids()[row] = source.draw(random);
            batch.target().ids()[row] = target.draw(random);
            batch.stream(Batch.PREVIOUS).ids()[row] = target.draw(random);
        }
        return batch;
    }

    /** Those of the attention's sums are left out. */
    @Override
    public MultiplyAdds multiplyAdds() {
        double tokens = 0;
        double read = 0;
        double written = 0;
        for (var batch : batches(0)) {
            tokens += batch.packing().rows();
            read += distinct(batch.source().ids(), batch.packing().rows());
            written += distinct(batch.stream(Batch.PREVIOUS).ids(), batch.packing().rows());
        }
        double square = (double) width * width;
        double words = 6 * square * read / tokens + 6 * square * written / tokens;
        double others = ofReading() + ofWriting();
        return new MultiplyAdds(3 * (words + others), others);
    }

    /** Returns the multiply-adds of a word of the source: of the encoder, and as a key. */
    double ofReading() {
        return (2 * 3 + 2.0) * width * width;
    }

    /**
     * Returns the multiply-adds of a word that is written: as a query, of the decoder's state and
     * what it attends to, and of the softmax.
     */
    double ofWriting() {
        return (2 + 3 * 4 + 3 * 4.0) * width * width + 4.0 * width * targetWords;
    }

    private static long distinct(int[] ids, int rows) {
        return Arrays.stream(ids, 0, rows).distinct().count();
    }
}
