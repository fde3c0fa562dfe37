package unroll.nn.input;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.batch.RowSet;
import unroll.nn.batch.Spelling;
import unroll.nn.dropout.DropoutMask;

/**
 * A vector for each word, made of parts side by side. Outputs each distinct word of the batch once,
 * with the index of the word in each packed row, so that the next layer works once a word, not once
 * a token.
 *
 * <p>When scoring, words keep their rows from batch to batch until the buffer is full, so that
 * values that the next layer computed from them stay valid.
 */
public final class Embedding implements Layer {
    /** Bytes of the values kept when scoring, at most. */
    private static final long KEPT = 32L << 20;

    private final String stream;
    private final List<EmbeddingPart> parts;
    private final int words;
    private final double wordDropout;
    private final int unknown;

    /**
     * @param stream name of the batch's stream that is read
     * @param parts in the order of their columns and of the layout
     * @param words number of ids
     * @param unknown id that stands in for a dropped word
     */
    public Embedding(
            String stream,
            List<? extends EmbeddingPart> parts,
            int words,
            double wordDropout,
            int unknown) {
        this.stream = stream;
        this.parts = List.copyOf(parts);
        this.words = words;
        this.wordDropout = wordDropout;
        this.unknown = unknown;
    }

    /**
     * Creates an input of one-hot words: the first recurrent layer looks its input matrix up by
     * word.
     *
     * @param stream name of the batch's stream that is read
     * @param words number of ids
     * @param unknown id that stands in for a dropped word
     */
    public static Embedding oneHot(String stream, int words, double wordDropout, int unknown) {
        return new Embedding(stream, List.of(), words, wordDropout, unknown);
    }

    /** Returns whether the output is one-hot. */
    public boolean isOneHot() {
        return parts.isEmpty();
    }

    @Override
    public int outputs() {
        return isOneHot() ? words : parts.stream().mapToInt(EmbeddingPart::columns).sum();
    }

    private int slots(Capacity capacity) {
        long kept = capacity.training() || isOneHot() ? 0 : KEPT / (4L * outputs());
        int most = parts.stream().mapToInt(EmbeddingPart::words).max().orElse(words);
        return (int) Math.min(most, Math.max(capacity.rows(), kept));
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Lookup(capacity, kernels, allocator);
    }

    private final class Lookup implements Pass {
        private final Activations output;
        private final List<EmbeddingPart.Rows> rows = new ArrayList<>(); // of the parts
        private final RowSet distinct = new RowSet(); // words in the order of their first use
        private int[] slotOf; // [words]: slot + 1 of a word, 0 where it has none
        private Spelling spelling = Spelling.NONE;

        Lookup(Capacity capacity, Kernels kernels, Allocator allocator) {
            output =
                    isOneHot()
                            ? new Activations(slots(capacity), outputs(), distinct)
                            : new Activations(
                                    allocator, slots(capacity), outputs(), capacity.training());
            output.index = allocator.ints(capacity.rows());
            slotOf = allocator.ints(words);
            parts.forEach(part -> rows.add(part.open(kernels, allocator)));
        }

        @Override
        public Activations output() {
            return output;
        }

        @Override
        public List<RowSet> used() {
            return rows.stream().flatMap(part -> part.used().stream()).toList();
        }

        @Override
        public void findUsed(Context context) {
            findWords(context);
            for (var part : rows) {
                part.clear();
                for (int slot = 0; slot < distinct.count(); slot++) {
                    part.use(spelling, distinct.row(slot));
                }
            }
        }

        @Override
        public void forward(Context context) {
            if (!context.found) {
                findWords(context);
            }
            for (int p = 0, column = 0; p < parts.size(); column += parts.get(p++).columns()) {
                if (output.unchanged == 0) {
                    rows.get(p).prepare(context.theta);
                }
                for (int slot = output.unchanged; slot < distinct.count(); slot++) {
                    int at = slot * output.columns + column;
                    rows.get(p)
                            .forward(context.theta, spelling, distinct.row(slot), output.value, at);
                }
            }
        }

        /** Gives each distinct word of the batch a row. */
        private void findWords(Context context) {
            var read = context.batch.stream(stream);
            int tokens = read.packing().rows();
            turnTo(read.spelling());
            if (context.training || distinct.count() + tokens > output.maxRows) {
                invalidate();
            }
            output.packing = read.packing();
            output.unchanged = distinct.count();
            long threshold = (long) (wordDropout * 0x1p32);
            for (int row = 0; row < tokens; row++) {
                int word = read.ids()[row];
                if (context.training
                        && threshold > 0
                        && DropoutMask.bits(context.key, row) < threshold) {
                    word = unknown;
                }
                if (slotOf[word] == 0) {
                    distinct.add(word);
                    slotOf[word] = distinct.count();
                }
                output.index[row] = slotOf[word] - 1;
            }
            output.rows = distinct.count();
        }

        /** Turns to another spelling, in which the ids of unseen words mean other words. */
        private void turnTo(Spelling next) {
            if (next != spelling && next.unseenWords() + spelling.unseenWords() > 0) {
                invalidate();
                if (slotOf.length < words + next.unseenWords()) {
                    slotOf = Arrays.copyOf(slotOf, words + 2 * next.unseenWords());
                }
            }
            spelling = next;
        }

        @Override
        public void backward(Context context) {
            for (int p = 0, column = 0; p < parts.size(); column += parts.get(p++).columns()) {
                rows.get(p).clear();
                rows.get(p).startBackward(context.gradient);
                for (int slot = 0; slot < distinct.count(); slot++) {
                    int at = slot * output.columns + column;
                    rows.get(p)
                            .backward(
                                    context.gradient,
                                    spelling,
                                    distinct.row(slot),
                                    output.gradient,
                                    at);
                }
                rows.get(p).finish(context.theta, context.gradient);
            }
        }

        @Override
        public void invalidate() {
            for (int slot = 0; slot < distinct.count(); slot++) {
                slotOf[distinct.row(slot)] = 0;
            }
            distinct.clear();
        }
    }
}
