package unroll.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Packs examples into blocks of at most 64,000 tokens, in the order given; a longer example makes a
 * block of its own. Nothing downstream depends on where the cuts fall.
 */
public final class BlockBuilder {
    /**
     * Tokens of a full block: 250 KiB, large enough to make headers vanish and small enough to
     * spill.
     */
    public static final int TOKENS = 64_000;

    private int[] tokens = new int[4096];
    private int[] starts = new int[64]; // [examples + 1]
    private int[] targets = new int[64]; // [examples]
    private int examples;

    /** Cuts a stream of examples into blocks, one at a time as they are asked for. */
    public static Iterator<Block> blocks(Iterator<Example> examples) {
        return new Iterator<>() {
            private final BlockBuilder builder = new BlockBuilder();
            private Example waiting = examples.hasNext() ? examples.next() : null;

            @Override
            public boolean hasNext() {
                return waiting != null;
            }

            @Override
            public Block next() {
                if (waiting == null) {
                    throw new NoSuchElementException();
                }
                while (waiting != null && builder.fits(waiting.ids().length)) {
                    builder.add(waiting.ids(), waiting.target());
                    waiting = examples.hasNext() ? examples.next() : null;
                }
                return builder.build();
            }
        };
    }

    public boolean isEmpty() {
        return examples == 0;
    }

    /** Whether an example of this length belongs into the block under construction. */
    public boolean fits(int length) {
        return examples == 0 || starts[examples] + length <= TOKENS;
    }

    /**
     * Appends an example to the block under construction.
     *
     * @param ids at least one
     * @param target the class, -1 where there is none
     */
    public void add(int[] ids, int target) {
        if (ids.length == 0) {
            throw new IllegalArgumentException(
                    "an example needs at least 1 token, got none: reject empty texts");
        }
        int from = starts[examples];
        int to = Math.addExact(from, ids.length);
        if (to > tokens.length) {
            tokens = Arrays.copyOf(tokens, Math.max(to, 2 * tokens.length));
        }
        if (examples == targets.length) {
            targets = Arrays.copyOf(targets, 2 * examples);
            starts = Arrays.copyOf(starts, 2 * examples + 1);
        }
        if (examples + 1 == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        System.arraycopy(ids, 0, tokens, from, ids.length);
        targets[examples++] = target;
        starts[examples] = to;
    }

    /**
     * The block of all examples added since the last one, its arrays no longer than they must be.
     */
    public Block build() {
        var block =
                new Block(
                        Arrays.copyOf(tokens, starts[examples]),
                        Arrays.copyOf(starts, examples + 1),
                        Arrays.copyOf(targets, examples));
        examples = 0;
        return block;
    }
}
