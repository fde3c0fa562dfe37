package unroll.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.LayerConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.data.Schema;
import unroll.encode.Codec;
import unroll.nn.Network;
import unroll.nn.batch.Batch;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/**
 * A model and batches to time it with. Word ids follow Zipf's law (rank to the power of -1), as
 * words in text do; sequences are sorted into batches of like length.
 *
 * @param shortest tokens of the shortest sequence
 * @param longest tokens of the longest sequence
 */
record Workload(
        String name,
        CellConf.Name cell,
        int layers,
        boolean bidirectional,
        int embedding,
        int hidden,
        int sequences,
        int shortest,
        int longest) {
    private static final int VOCABULARY = 20_000;
    private static final int BATCHES = 24;

    static final List<Workload> ALL =
            List.of(
                    new Workload("S1", CellConf.Name.LSTM, 1, false, 128, 128, 64, 100, 100),
                    new Workload("S2", CellConf.Name.LSTM, 1, false, 256, 256, 64, 200, 200),
                    new Workload("S3", CellConf.Name.LSTM, 1, false, 128, 128, 64, 20, 180),
                    new Workload("S4", CellConf.Name.LSTM, 2, true, 128, 128, 64, 100, 100),
                    new Workload("S5", CellConf.Name.GRU, 1, false, 128, 128, 64, 100, 100),
                    new Workload("S6", CellConf.Name.ELMAN, 1, false, 128, 128, 64, 100, 100),
                    new Workload("S7", CellConf.Name.LSTM, 1, false, 100, 64, 32, 60, 60),
                    new Workload("S8", CellConf.Name.MINGRU, 1, false, 128, 128, 64, 100, 100));

    Network network(KernelChoice kernels) {
        var layer = new LayerConf(cell, hidden, bidirectional);
        var model =
                new ModelConf(
                        embedding,
                        Collections.nCopies(layers, layer),
                        Pooling.LAST,
                        new DropoutConf(0, 0, 0, 0));
        var conf =
                Configuration.STANDARD
                        .with(Configuration.MODEL, model)
                        .with(Configuration.KERNELS, kernels);
        int buckets = conf.text().unknownBuckets();
        var words = IntStream.range(buckets, VOCABULARY).mapToObj(id -> "word" + id).toList();
        var codec = Codec.ofTexts(new Vocabulary(words, buckets), List.of("negative", "positive"));
        return Tasks.of(conf, codec).network();
    }

    int mostTokens() {
        return sequences * longest;
    }

    /** Multiply-adds of the matrix products that a token needs, on average over the batches. */
    record MultiplyAdds(double training, double scoring) {}

    /**
     * Counts multiply-adds. Training has three products for each matrix, forward and for two
     * gradients; those of the first layer are of the distinct words of a batch. In scoring the
     * first layer's are precomputed, and the first step has no product with the state, which is
     * zero.
     */
    MultiplyAdds multiplyAdds() {
        long tokens = 0;
        long distinct = 0;
        for (var batch : batches(0)) {
            int rows = batch.packing().rows();
            tokens += rows;
            distinct += Arrays.stream(batch.source().ids(), 0, rows).distinct().count();
        }
        var kind = Cells.of(new LayerConf(cell, hidden, bidirectional));
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
    List<Batch> batches(long seed) {
        var random = new Random(seed);
        var lengths = new int[BATCHES * sequences];
        Arrays.setAll(lengths, i -> shortest + random.nextInt(longest - shortest + 1));
        Arrays.sort(lengths);
        var upTo = new double[VOCABULARY]; // sum of 1 / rank
        double sum = 0;
        for (int rank = 1; rank <= VOCABULARY; rank++) {
            sum += 1.0 / rank;
            upTo[rank - 1] = sum;
        }
        var batches = new ArrayList<Batch>();
        for (int i = BATCHES; i > 0; i--) {
            var falling = new int[sequences];
            for (int b = 0; b < sequences; b++) {
                falling[b] = lengths[i * sequences - 1 - b];
            }
            batches.add(batch(falling, upTo, random));
        }
        Collections.shuffle(batches, random);
        return batches;
    }

    private Batch batch(int[] lengths, double[] upTo, Random random) {
        var batch = Schema.WORDS_TO_LABEL.batch(sequences, mostTokens());
        batch.source().pack(lengths, sequences);
        for (int row = 0; row < batch.packing().rows(); row++) {
            int found = Arrays.binarySearch(upTo, random.nextDouble() * upTo[VOCABULARY - 1]);
            batch.source().ids()[row] = Math.min(VOCABULARY - 1, found < 0 ? -found - 1 : found);
        }
        for (int b = 0; b < sequences; b++) {
            batch.target().ids()[b] = random.nextInt(2);
        }
        return batch;
    }
}
