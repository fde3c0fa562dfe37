package unroll.task;

import unroll.conf.Configuration;
import unroll.data.Field;
import unroll.data.Lanes;
import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.nn.Batch;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.Workspace;

/**
 * The next word at every step of a document, however long: its piece in a shard is one example,
 * read in {@code training.batch} lanes side by side, in windows of {@code bptt.steps} steps with
 * the state carried from one to the next.
 *
 * @param words number of word ids
 */
public record Language(Configuration conf, int words) implements Task {
    static final Schema SCHEMA = Schema.next(Field.words());

    @Override
    public Schema schema() {
        return SCHEMA;
    }

    @Override
    public Network network() {
        return Stack.overWords(conf.model(), words).encoded(words).wordHead(words, conf.kernels());
    }

    @Override
    public Capacity capacity() {
        int lanes = conf.training().batch();
        return new Capacity(lanes, Lanes.mostRows(lanes, conf.bptt().steps()), true);
    }

    @Override
    public Plan epoch(Shard shard, long key) {
        return new Lanes(shard, conf.training().batch(), conf.bptt().steps(), conf.bptt().warm());
    }

    /** In one lane, so that every word is read after all that precede it in the shard. */
    @Override
    public Plan inOrder(Shard shard) {
        return new Lanes(shard, 1, capacity().rows() - 1, 0);
    }

    /** In lanes, as in training: windows that go on from each other. */
    @Override
    public Plan inTrainingLengths(Shard shard) {
        return epoch(shard, 0);
    }

    @Override
    public void measure(Workspace workspace, float[] theta, Batch batch, Evaluation into) {
        workspace.score(
                theta, batch, (scores, first, count) -> measure(scores, first, count, batch, into));
    }

    private void measure(
            float[] probabilities, int first, int count, Batch batch, Evaluation into) {
        for (int row = 0; row < count; row++) {
            float p = probabilities[row * words + batch.target().ids()[first + row]];
            into.count(-StrictMath.log(Math.max(p, Float.MIN_VALUE)), 0);
        }
    }

    @Override
    public Metric metric() {
        return Metric.PERPLEXITY;
    }
}
