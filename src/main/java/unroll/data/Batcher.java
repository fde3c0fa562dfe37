package unroll.data;

import java.util.Arrays;
import java.util.stream.IntStream;
import unroll.math.RandomKeys;
import unroll.nn.batch.Batch;

/**
 * The plan of one pass over a shard: the examples of each batch, every example exactly once. It
 * holds only numbers of examples, and depends on their lengths and the key, not on the blocks that
 * hold them.
 *
 * <p>For training, examples are shuffled, divided into pools of about 50 batches, sorted by length
 * within a pool and cut into batches; then the batches are shuffled. So the sequences of a batch
 * have nearly equal lengths, but a sequence shares its batch with others in every epoch. Not
 * thread-safe.
 */
public final class Batcher implements Plan {
    private static final int POOL = 50; // batches

    private final Shard shard;
    private final int maxSequences;
    private final int maxRows;
    private final int[] order; // [examples], batch after batch, most rows first within each
    private final int[] starts; // [batches], place in order of each batch's first example
    private final int[] sizes; // [batches], sequences
    private final int[] lengths; // [maxSequences], of the batch being filled

    private Batcher(
            Shard shard, int maxSequences, int maxRows, int[] order, int[] starts, int[] sizes) {
        this.shard = shard;
        this.maxSequences = maxSequences;
        this.maxRows = maxRows;
        this.order = order;
        this.starts = starts;
        this.sizes = sizes;
        lengths = new int[maxSequences];
    }

    /**
     * Plans one epoch of training.
     *
     * @param maxSequences most examples of a batch
     * @param maxRows most rows of a stream of a batch
     * @param key decides the order, and where {@code maxRows} limits batches, their number too
     * @throws DataException if one example needs more than {@code maxRows}
     */
    public static Batcher plan(Shard shard, int maxSequences, int maxRows, long key) {
        var all = IntStream.range(0, shard.examples()).toArray();
        return plan(shard, all, maxSequences, maxRows, key);
    }

    /**
     * Plans one epoch of training on some examples.
     *
     * @param examples their numbers
     */
    static Batcher plan(Shard shard, int[] examples, int maxSequences, int maxRows, long key) {
        var order = shuffled(examples.length, RandomKeys.mix(key, 0));
        Arrays.setAll(order, i -> examples[order[i]]);
        int[] poolEnds = pools(shard, order, maxSequences, maxRows);
        int from = 0;
        for (int end : poolEnds) {
            longestFirst(shard, order, from, end);
            from = end;
        }
        int[] ends = cut(shard, order, poolEnds, maxSequences, maxRows);
        var starts = new int[ends.length];
        var sizes = new int[ends.length];
        int[] place = shuffled(ends.length, RandomKeys.mix(key, 1));
        for (int i = 0; i < ends.length; i++) {
            int start = i == 0 ? 0 : ends[i - 1];
            starts[place[i]] = start;
            sizes[place[i]] = ends[i] - start;
        }
        return new Batcher(shard, maxSequences, maxRows, order, starts, sizes);
    }

    /** Plans one pass in a fixed order, for scoring: all examples by length, longest first. */
    public static Batcher inOrder(Shard shard, int maxSequences, int maxRows) {
        var order = new int[shard.examples()];
        Arrays.setAll(order, i -> i);
        longestFirst(shard, order, 0, order.length);
        int[] ends = cut(shard, order, new int[] {order.length}, maxSequences, maxRows);
        var starts = new int[ends.length];
        var sizes = new int[ends.length];
        for (int i = 0; i < ends.length; i++) {
            starts[i] = i == 0 ? 0 : ends[i - 1];
            sizes[i] = ends[i] - starts[i];
        }
        return new Batcher(shard, maxSequences, maxRows, order, starts, sizes);
    }

    @Override
    public int batches() {
        return starts.length;
    }

    /**
     * Writes the streams of a batch, and the numbers of its examples in the shard. Allocates
     * nothing, unless a sequence is longer, or there are more labels, than in any earlier batch.
     *
     * @param into made for at least the {@code maxSequences} and {@code maxRows} of the plan
     */
    @Override
    public void fill(int batch, Batch into) {
        require(maxSequences, maxRows, into);
        fill(shard, number(batch, into, 0), lengths, into);
    }

    /**
     * Appends the numbers of a batch's examples.
     *
     * @param after so many
     * @return how many there are now
     */
    int number(int batch, Batch into, int after) {
        System.arraycopy(order, starts[batch], into.numbers(), after, sizes[batch]);
        return after + sizes[batch];
    }

    /** Requires room for a plan's batches. */
    static void require(int maxSequences, int maxRows, Batch into) {
        if (!into.source().holds(maxRows) || into.numbers().length < maxSequences) {
            throw new IllegalArgumentException(
                    "the plan needs a batch of %s sequences and %s rows, got one of %s and %s"
                            .formatted(
                                    maxSequences,
                                    maxRows,
                                    into.numbers().length,
                                    into.source().rows()));
        }
    }

    /**
     * Writes the streams of a batch whose examples are numbered.
     *
     * @param lengths [at least sequences], overwritten
     */
    static void fill(Shard shard, int sequences, int[] lengths, Batch into) {
        int[] examples = into.numbers();
        into.setContinues(false);
        into.source().setSpelling(shard.spelling());
        for (int i = 0; i < sequences; i++) {
            lengths[i] = shard.length(examples[i]);
        }
        into.source().pack(lengths, sequences);
        if (into.target().hasOwnLengths()) {
            for (int i = 0; i < sequences; i++) {
                lengths[i] = shard.targetLength(examples[i]);
            }
            into.target().pack(lengths, sequences);
        }
        if (into.hasSecond() && into.stream(Batch.SECOND).hasOwnLengths()) {
            for (int i = 0; i < sequences; i++) {
                lengths[i] = shard.secondLength(examples[i]);
            }
            into.stream(Batch.SECOND).pack(lengths, sequences);
        }
        for (int i = 0; i < sequences; i++) {
            int number = shard.blockOf(examples[i]);
            shard.block(number).fill(examples[i] - shard.first(number), into, i);
        }
    }

    /** Returns the numbers below n in an order that the key decides (Fisher and Yates). */
    private static int[] shuffled(int n, long key) {
        var numbers = new int[n];
        for (int i = 0; i < n; i++) {
            key = RandomKeys.next(key);
            int j = RandomKeys.below(key, i + 1);
            numbers[i] = numbers[j];
            numbers[j] = i;
        }
        return numbers;
    }

    /** Returns the ends of the pools: each holds the examples of 50 batches, by either bound. */
    private static int[] pools(Shard shard, int[] order, int maxSequences, int maxRows) {
        var ends = new int[order.length];
        int pools = 0;
        int examples = 0;
        long rows = 0;
        for (int i = 0; i < order.length; i++) {
            examples++;
            rows += shard.rows(order[i]);
            if (examples >= (long) POOL * maxSequences
                    || rows >= (long) POOL * maxRows
                    || i + 1 == order.length) {
                ends[pools++] = i + 1;
                examples = 0;
                rows = 0;
            }
        }
        return Arrays.copyOf(ends, pools);
    }

    /** Sorts a range of examples by rows, most first; the sort is stable. */
    private static void longestFirst(Shard shard, int[] order, int from, int to) {
        var keys = new long[to - from];
        for (int i = from; i < to; i++) {
            keys[i - from] = ((long) -shard.rows(order[i]) << 32) | (i - from);
        }
        Arrays.sort(keys);
        int[] before = Arrays.copyOfRange(order, from, to);
        for (int i = from; i < to; i++) {
            order[i] = before[(int) keys[i - from]];
        }
    }

    /** Returns the ends of the batches: each as full as both bounds allow, within one pool. */
    private static int[] cut(
            Shard shard, int[] order, int[] poolEnds, int maxSequences, int maxRows) {
        var ends = new int[order.length];
        int batches = 0;
        int i = 0;
        for (int poolEnd : poolEnds) {
            while (i < poolEnd) {
                int sequences = 0;
                long rows = 0;
                while (i < poolEnd && sequences < maxSequences) {
                    int length = shard.rows(order[i]);
                    if (length > maxRows) {
                        throw new DataException(
                                "an example of shard %s has %s steps, a batch holds %s: raise training.batchTokens, or have shorter examples (text.maxLength, data.maxSteps, data.train.series.window)"
                                        .formatted(shard.number(), length, maxRows));
                    }
                    if (rows + length > maxRows) {
                        break;
                    }
                    rows += length;
                    sequences++;
                    i++;
                }
                ends[batches++] = i;
            }
        }
        return Arrays.copyOf(ends, batches);
    }
}
