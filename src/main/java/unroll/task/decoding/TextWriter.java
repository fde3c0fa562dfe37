package unroll.task.decoding;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.IntUnaryOperator;
import java.util.stream.IntStream;
import unroll.conf.task.DecoderConf;
import unroll.data.Batcher;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.nn.Capacity;
import unroll.nn.SequenceNetwork;
import unroll.nn.batch.Batch;
import unroll.task.SequenceTask;
import unroll.task.ThreadConfinement;
import unroll.task.TrainedModel;

/**
 * Writes a text for each source with a trained model. Holds the network's buffers, so it belongs to
 * the first thread that uses it.
 */
public final class TextWriter {
    private static final int SOURCES = 64; // of a batch
    private static final int ROWS = 8192; // of a batch, at least

    private final float[] theta;
    private final Schema schema;
    private final SequenceNetwork network;
    private final IntUnaryOperator most;
    private final DecoderConf conf;
    private final ThreadConfinement thread = new ThreadConfinement("writer");
    private Capacity capacity = new Capacity(0, 0, false);
    private BeamSearch search;
    private Batch batch;

    /**
     * @param network of the model
     * @param most words of a text, with the mark at its end, for a source of so many steps
     */
    public TextWriter(TrainedModel model, SequenceNetwork network, IntUnaryOperator most) {
        this(model.theta(), model.task().schema(), network, most, model.conf().decoder());
    }

    private TextWriter(
            float[] theta,
            Schema schema,
            SequenceNetwork network,
            IntUnaryOperator most,
            DecoderConf conf) {
        this.theta = theta;
        this.schema = schema;
        this.network = network;
        this.most = most;
        this.conf = conf;
    }

    /**
     * Returns a writer for validation in training: always the likeliest word, which costs a
     * fraction of a search.
     *
     * @param theta parameters in training
     * @param network of the task
     * @param most words of a text, with the mark at its end, for a source of so many steps
     */
    public static TextWriter greedy(
            float[] theta, SequenceTask task, SequenceNetwork network, IntUnaryOperator most) {
        var decoder =
                task.conf()
                        .decoder()
                        .with(DecoderConf.BEAM, 1)
                        .with(DecoderConf.ATTENTION_COLUMN, false);
        return new TextWriter(theta, task.schema(), network, most, decoder);
    }

    /**
     * Returns the best text for each example of a shard, in its order.
     *
     * @param constraint on the words of each
     */
    public List<Hypothesis> write(Shard shard, Constraint constraint) {
        thread.check();
        int longest = IntStream.range(0, shard.examples()).map(shard::rows).max().orElse(1);
        int sources = Math.min(SOURCES, Math.max(1, shard.examples()));
        int rows = Math.max(longest, Math.min(ROWS, longest * sources));
        open(Math.multiplyExact(sources, conf.beam()), rows);
        var plan = Batcher.inOrder(shard, sources, rows);
        var texts = new ArrayList<Hypothesis>(Collections.nCopies(shard.examples(), null));
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            int[] lengths =
                    IntStream.range(0, batch.packing().sequences())
                            .map(example -> shard.length(batch.numbers()[example]))
                            .map(most)
                            .toArray();
            var written = search.search(theta, batch, lengths, constraint);
            for (int example = 0; example < written.size(); example++) {
                texts.set(batch.numbers()[example], written.get(example));
            }
        }
        return texts;
    }

    private void open(int hypotheses, int rows) {
        if (search == null || hypotheses > capacity.sequences() || rows > capacity.rows()) {
            int most = Math.max(hypotheses, capacity.sequences());
            capacity = new Capacity(most, Math.max(most, Math.max(rows, capacity.rows())), false);
            search = new BeamSearch(network, capacity, conf);
            batch = schema.batch(most, capacity.rows());
        }
    }
}
