package unroll.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.KernelChoice;
import unroll.conf.TaskConf;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.registry.Tasks;

/**
 * A classifier of texts of two classes. Sequences are sorted into batches of like length.
 *
 * @param shortest tokens of the shortest sequence
 * @param longest tokens of the longest sequence
 */
record TextWorkload(
        String name,
        CellConf.Name cell,
        int layers,
        boolean bidirectional,
        int embedding,
        int hidden,
        int sequences,
        int shortest,
        int longest)
        implements Workload {
    private static final int VOCABULARY = 20_000;
    private static final int BATCHES = 24;

    @Override
    public String description() {
        return String.format(
                Locale.ROOT,
                "%s%s%s %d, embedding %d, %d x %s",
                layers > 1 ? layers + " " : "",
                bidirectional ? "bidirectional " : "",
                cell.toString().toLowerCase(Locale.ROOT),
                hidden,
                embedding,
                sequences,
                shortest == longest ? longest : shortest + ".." + longest);
    }

    @Override
    public Network network(KernelChoice kernels) {
        var layer = new RecurrentConf(cell, hidden, bidirectional);
        var conf = Configurations.of(TaskConf.CLASSIFY, embedding, layers, layer, kernels);
        var vocabulary = Configurations.vocabulary(conf, VOCABULARY);
        var codec = Codec.ofTexts(vocabulary, List.of("negative", "positive"));
        return Tasks.of(conf, codec).network();
    }

    @Override
    public Capacity capacity(boolean training) {
        return new Capacity(sequences, sequences * longest, training);
    }

    /** The first step has no product with the state, which is zero. */
    @Override
    public MultiplyAdds multiplyAdds() {
        long tokens = 0;
        long distinct = 0;
        for (var batch : batches(0)) {
            int rows = batch.packing().rows();
            tokens += rows;
            distinct += Arrays.stream(batch.source().ids(), 0, rows).distinct().count();
        }
        var kind = Cells.of(new RecurrentConf(cell, hidden, bidirectional));
        int directions = bidirectional ? 2 : 1;
        double words = (double) distinct / tokens * embedding;
        double inputs = (layers - 1.0) * directions * hidden;
        double fed = 1 - (double) BATCHES * sequences / tokens;
        double state = layers * fed * kind.recurrents() * hidden * hidden;
        double gates = (double) kind.gates() * hidden;
        return new MultiplyAdds(
                3 * directions * ((words + inputs) * gates + state),
                directions * (inputs * gates + state));
    }

    /** Batches in random order. */
    @Override
    public List<Batch> batches(long seed) {
        var random = new Random(seed);
        var sorted = Lengths.sorted(random, BATCHES, sequences, shortest, longest);
        Collections.reverse(sorted);
        var zipf = new ZipfWords(VOCABULARY);
        var batches = new ArrayList<Batch>();
        for (var lengths : sorted) {
            batches.add(batch(lengths, zipf, random));
        }
        Collections.shuffle(batches, random);
        return batches;
    }

    private Batch batch(int[] lengths, ZipfWords zipf, Random random) {
        var batch = Schema.WORDS_TO_LABEL.batch(sequences, sequences * longest);
        batch.source().pack(lengths, sequences);
        for (int row = 0; row < batch.packing().rows(); row++) {
            batch.source().ids()[row] = zipf.draw(random);
        }
        for (int b = 0; b < sequences; b++) {
            batch.target().ids()[b] = random.nextInt(2);
        }
        return batch;
    }
}
