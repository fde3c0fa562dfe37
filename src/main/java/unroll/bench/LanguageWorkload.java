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
import unroll.conf.ModelConf;
import unroll.conf.SoftmaxConf;
import unroll.conf.TaskConf;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.registry.Tasks;

/**
 * A language model of LSTM layers, as wide as its embedding. Each batch is a window of all lanes
 * and continues the one before.
 */
record LanguageWorkload(
        String name, int layers, int width, int words, SoftmaxConf softmax, int lanes, int steps)
        implements Workload {
    private static final int BATCHES = 6;

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%slstm %d, %s softmax %,d, %d x %d",
                layers > 1 ? layers + " " : "",
                width,
                softmax.word(),
                words,
                lanes,
                steps);
    }

    @Override
    public Network network(KernelChoice kernels) {
        var layer = new RecurrentConf(CellConf.Name.LSTM, width, false);
        var plain = Configurations.of(TaskConf.LANGUAGE, width, layers, layer, kernels);
        var conf = plain.with(Configuration.MODEL, plain.model().with(ModelConf.SOFTMAX, softmax));
        var vocabulary = Configurations.vocabulary(conf, words);
        return Tasks.of(conf, Codec.ofTexts(vocabulary, List.of())).network();
    }

    @Override
    public Capacity capacity(boolean training) {
        return new Capacity(lanes, lanes * steps, training);
    }

    @Override
    public List<Batch> batches(long seed) {
        var random = new Random(seed);
        var zipf = new ZipfWords(words);
        var lengths = new int[lanes];
        Arrays.fill(lengths, steps);
        var batches = new ArrayList<Batch>();
        for (int i = 0; i < BATCHES; i++) {
            var batch = Schema.next(Field.words()).batch(lanes, lanes * steps);
            batch.source().pack(lengths, lanes);
            batch.setContinues(i > 0);
            for (int row = 0; row < lanes * steps; row++) {
                batch.source().ids()[row] = zipf.draw(random);
                batch.target().ids()[row] = zipf.draw(random);
            }
            batches.add(batch);
        }
        return batches;
    }

    @Override
    public MultiplyAdds multiplyAdds() {
        double distinct =
                batches(0).stream()
                        .mapToLong(batch -> Arrays.stream(batch.source().ids()).distinct().count())
                        .average()
                        .orElseThrow();
        double gates = 4.0 * width;
        double words = distinct / (lanes * steps) * width * gates;
        double others = (2.0 * layers - 1) * width * gates; // a state a layer, inputs but the first
        return new MultiplyAdds(
                3 * (words + others + trainedLogits() * width),
                others + (double) this.words * width);
    }

    /** Returns the logits of a step in training. */
    private double trainedLogits() {
        return softmax instanceof SoftmaxConf.Sampled sampled ? sampled.samples() + 1 : words;
    }
}
