package unroll.data;

import unroll.nn.batch.Batch;

/**
 * The plan of one pass over a shard that holds one long example: its steps are cut into lanes of
 * nearly equal length, which are read side by side, window by window; each batch continues the one
 * before it. Every step is read once; the last window of the longer lanes has one step more.
 */
public final class Lanes implements Plan {
    private final Shard shard;
    private final int lanes;
    private final int steps; // of a window
    private final int warm;
    private final int length; // of a lane, at least
    private final int longer; // number of lanes with one step more, the first ones
    private final int[] lengths; // [lanes], of the batch being filled

    /**
     * @param lanes most lanes; never more than steps
     * @param steps of a window, at least 1
     * @param warm steps before a window that its {@link #warmUps} read again
     */
    public Lanes(Shard shard, int lanes, int steps, int warm) {
        if (shard.examples() > 1) {
            throw new IllegalArgumentException(
                    "expected one long example in a shard, got " + shard.examples());
        }
        this.shard = shard;
        this.steps = steps;
        this.warm = warm;
        int rows = shard.examples() == 0 ? 0 : shard.length(0);
        this.lanes = Math.min(lanes, rows);
        length = rows == 0 ? 0 : rows / this.lanes;
        longer = rows == 0 ? 0 : rows % this.lanes;
        lengths = new int[this.lanes];
    }

    /** Returns the rows of the largest batch of such a plan. */
    public static int mostRows(int lanes, int steps) {
        return Math.multiplyExact(lanes, steps + 1);
    }

    @Override
    public int batches() {
        return (length + steps - 1) / steps;
    }

    @Override
    public void fill(int batch, Batch into) {
        int end = batch + 1 == batches() ? length + 1 : (batch + 1) * steps;
        fill(batch * steps, end, batch > 0, into);
    }

    @Override
    public int warmUps(int batch) {
        return (Math.min(warm, batch * steps) + steps - 1) / steps;
    }

    @Override
    public void fillWarmUp(int batch, int warmUp, Batch into) {
        int end = batch * steps;
        int from = end - Math.min(warm, end) + warmUp * steps;
        fill(from, Math.min(end, from + steps), warmUp > 0, into);
    }

    /** Writes the steps {@code from} (inclusive) to {@code to} (exclusive) of all lanes. */
    private void fill(int from, int to, boolean continues, Batch into) {
        for (int lane = 0; lane < lanes; lane++) {
            lengths[lane] = Math.min(to, length + (lane < longer ? 1 : 0)) - from;
            into.numbers()[lane] = lane;
        }
        into.setContinues(continues);
        into.source().setSpelling(shard.spelling());
        into.source().pack(lengths, lanes);
        var packing = into.packing();
        var block = shard.block(0);
        for (int lane = 0; lane < lanes; lane++) {
            int first = lane * length + Math.min(lane, longer) + from;
            for (int t = 0; t < lengths[lane]; t++) {
                block.fillStep(0, first + t, into, packing.row(t, packing.place(lane)));
            }
        }
    }
}
