package unroll.bench;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import unroll.conf.KernelChoice;
import unroll.conf.task.DecoderConf;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.decoding.BeamSearch;
import unroll.task.decoding.Constraint;
import unroll.task.decoding.Hypothesis;
import unroll.text.Vocabulary;

/**
 * The writing of a translator: the most probable word each time (greedy decoding), of all sentences
 * of a batch at once. No sentence ends before the last word, and words that are written are
 * counted.
 *
 * @param words of each translation
 */
record DecodingWorkload(String name, TranslationWorkload translator, int words)
        implements Workload {
    private static final Constraint ENDLESS = (example, before) -> word -> word != Vocabulary.MARK;

    /** Writes translations of batches. */
    @FunctionalInterface
    interface Writing {
        List<Hypothesis> of(Batch batch);
    }

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "greedy decoding of %s, %d x %d words",
                translator.name(),
                translator.sequences(),
                words);
    }

    @Override
    public Network network(KernelChoice kernels) {
        return translator.network(kernels);
    }

    @Override
    public Capacity capacity(boolean training) {
        return translator.capacity(training);
    }

    @Override
    public List<Batch> batches(long seed) {
        return translator.batches(seed);
    }

    @Override
    public boolean trains() {
        return false;
    }

    @Override
    public int tokens(Batch batch) {
        return batch.packing().sequences() * words;
    }

    @Override
    public Consumer<Batch> scoring(KernelChoice kernels) {
        return writing(kernels)::of;
    }

    Writing writing(KernelChoice kernels) {
        var network = translator.task(kernels).writer();
        var theta = network.layout().initialParameters(1);
        var greedy = DecoderConf.STANDARD.with(DecoderConf.BEAM, 1);
        var search = new BeamSearch(network, capacity(false), greedy);
        var most = new int[translator.sequences()];
        Arrays.fill(most, words);
        return batch -> search.search(theta, batch, most, ENDLESS);
    }

    /** A sentence is read once for all words that are written. */
    @Override
    public MultiplyAdds multiplyAdds() {
        double read = 0;
        double written = 0;
        for (var batch : batches(0)) {
            read += batch.packing().rows();
            written += tokens(batch);
        }
        return new MultiplyAdds(
                0, read / written * translator.ofReading() + translator.ofWriting());
    }
}
