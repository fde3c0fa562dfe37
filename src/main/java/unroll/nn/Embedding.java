package unroll.nn;

import unroll.math.Kernels;

/**
 * A vector for each word: [words, columns]. Hands on each distinct word of the batch once, and
 * which of them each packed row is; so that whatever follows is done once a word, not once a token.
 *
 * <p>When scoring, words stay where they are from batch to batch until the buffer is full, so that
 * what the next layer computed from them stays valid.
 */
public final class Embedding implements Layer {
    /** Bytes of the values kept when scoring, at most. */
    private static final long KEPT = 32L << 20;

    private final Layout.Slice vectors;
    private final double wordDropout;
    private final int unknown;

    /**
     * @param words number of ids
     * @param frozenEpochs epochs in which the vectors do not learn
     * @param unknown id that stands in for a dropped word
     */
    public Embedding(
            Layout.Builder layout,
            String name,
            int words,
            int columns,
            int frozenEpochs,
            double wordDropout,
            int unknown) {
        vectors = layout.addFrozenByRow(name, Starts.normal(0.1), frozenEpochs, words, columns);
        this.wordDropout = wordDropout;
        this.unknown = unknown;
    }

    @Override
    public int outputs() {
        return vectors.rowSize();
    }

    private int slots(Capacity capacity) {
        long kept = capacity.training() ? 0 : KEPT / (4L * outputs());
        return (int) Math.min(vectors.shape().get(0), Math.max(capacity.rows(), kept));
    }

    @Override
    public long bytes(Capacity capacity) {
        return 4L * (vectors.shape().get(0) + capacity.rows() * 3L)
                + 4L * slots(capacity) * outputs() * (capacity.training() ? 2 : 1);
    }

    @Override
    public Lookup open(Capacity capacity, Kernels kernels, Signal input) {
        return new Lookup(capacity);
    }

    /** The pass, which also knows the words in use. */
    final class Lookup implements Pass {
        private final Signal output;
        private final int[] slotOf =
                new int[vectors.shape().get(0)]; // slot + 1 of a word, 0 where it has none
        private final RowSet used = new RowSet();

        Lookup(Capacity capacity) {
            output = new Signal(slots(capacity), outputs(), capacity.training());
            output.index = new int[capacity.rows()];
        }

        @Override
        public Signal output() {
            return output;
        }

        /** Distinct words in the order of their first use. */
        RowSet used() {
            return used;
        }

        @Override
        public void forward(Context context) {
            var batch = context.batch;
            int rows = batch.packing().rows();
            if (context.training || used.count() + rows > output.value.length / output.columns) {
                forget();
            }
            output.packing = batch.packing();
            output.unchanged = used.count();
            long threshold = (long) (wordDropout * 0x1p32);
            for (int row = 0; row < rows; row++) {
                int word = batch.ids()[row];
                if (context.training && threshold > 0 && Mask.bits(context.key, row) < threshold) {
                    word = unknown;
                }
                if (slotOf[word] == 0) {
                    used.add(word);
                    slotOf[word] = used.count();
                }
                output.index[row] = slotOf[word] - 1;
            }
            output.rows = used.count();
            for (int slot = output.unchanged; slot < used.count(); slot++) {
                System.arraycopy(
                        context.theta,
                        vectors.offset() + used.row(slot) * output.columns,
                        output.value,
                        slot * output.columns,
                        output.columns);
            }
        }

        @Override
        public void backward(Context context) {
            for (int slot = 0; slot < used.count(); slot++) {
                System.arraycopy(
                        output.gradient,
                        slot * output.columns,
                        context.gradient,
                        vectors.offset() + used.row(slot) * output.columns,
                        output.columns);
            }
        }

        @Override
        public void forget() {
            for (int slot = 0; slot < used.count(); slot++) {
                slotOf[used.row(slot)] = 0;
            }
            used.clear();
        }
    }
}
