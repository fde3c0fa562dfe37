package unroll.data;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/**
 * Packs examples into blocks of at most 64,000 words or numbers, in the given order; a longer
 * example gets a block of its own. No result depends on the boundaries of blocks.
 */
public final class BlockBuilder {
    /**
     * Words or numbers of a full block: 250 KiB, large enough that headers do not matter, and small
     * enough to spill.
     */
    public static final int TOKENS = 64_000;

    private final Schema schema;
    private int[] ids = new int[4096];
    private float[] vectors = new float[0];
    private int[] starts = new int[64]; // [examples + 1]
    private int[] classes = new int[64];
    private float[] values = new float[0];
    private int[] targetStarts; // [examples + 1]; empty unless targets have own lengths
    private int[] second = new int[0];
    private int[] secondStarts; // [examples + 1]; empty without second targets
    private int secondCount;
    private int idCount;
    private int vectorCount;
    private int classCount;
    private int valueCount;
    private int examples;

    public BlockBuilder(Schema schema) {
        this.schema = schema;
        targetStarts = new int[ownLength() ? 64 : 0];
        secondStarts = new int[schema.hasSecond() ? 64 : 0];
    }

    /** For words with one label a sequence. */
    public BlockBuilder() {
        this(Schema.WORDS_TO_LABEL);
    }

    /** Cuts examples of words with one label a sequence into blocks. */
    public static Iterator<Block> blocks(Iterator<Example> examples) {
        return blocks(Schema.WORDS_TO_LABEL, examples);
    }

    /** Cuts examples into blocks, one at a time as they are requested. */
    public static Iterator<Block> blocks(Schema schema, Iterator<Example> examples) {
        return new Iterator<>() {
            private final BlockBuilder builder = new BlockBuilder(schema);
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
                while (waiting != null && builder.fits(waiting.steps(schema))) {
                    builder.add(waiting);
                    waiting = examples.hasNext() ? examples.next() : null;
                }
                return builder.build();
            }
        };
    }

    public boolean isEmpty() {
        return examples == 0;
    }

    /** Returns whether an example of {@code steps} steps fits into the current block. */
    public boolean fits(int steps) {
        int numbers = Math.max(1, schema.source().width());
        return examples == 0 || (long) (starts[examples] + steps) * numbers <= TOKENS;
    }

    /** Appends words with one label to the current block. */
    public void add(int[] words, int target) {
        add(new Example(words, target));
    }

    /** Appends an example to the current block. */
    public void add(Example example) {
        int steps = example.steps(schema);
        int least = schema.fewestSteps();
        if (steps < least) {
            throw new IllegalArgumentException(
                    "an example needs at least %s step(s), got %s: reject such rows"
                            .formatted(least, steps));
        }
        ids = append(ids, idCount, example.ids());
        idCount += example.ids().length;
        vectors = append(vectors, vectorCount, example.vectors());
        vectorCount += example.vectors().length;
        classes = append(classes, classCount, example.classes());
        classCount += example.classes().length;
        values = append(values, valueCount, example.values());
        valueCount += example.values().length;
        second = append(second, secondCount, example.second());
        secondCount += example.second().length;
        if (examples + 1 == starts.length) {
            starts = Arrays.copyOf(starts, 2 * starts.length);
            targetStarts = Arrays.copyOf(targetStarts, 2 * targetStarts.length);
            secondStarts = Arrays.copyOf(secondStarts, 2 * secondStarts.length);
        }
        if (ownLength()) {
            int width = schema.target().width();
            targetStarts[examples + 1] = width == 0 ? classCount : valueCount / width;
        }
        if (schema.hasSecond()) {
            secondStarts[examples + 1] = secondCount;
        }
        starts[examples + 1] = Math.addExact(starts[examples], steps);
        examples++;
    }

    private boolean ownLength() {
        return schema.target().length() == Field.Length.OWN;
    }

    private static int[] append(int[] to, int count, int[] more) {
        int end = Math.addExact(count, more.length);
        var grown = end > to.length ? Arrays.copyOf(to, Math.max(end, 2 * to.length)) : to;
        System.arraycopy(more, 0, grown, count, more.length);
        return grown;
    }

    private static float[] append(float[] to, int count, float[] more) {
        int end = Math.addExact(count, more.length);
        var grown = end > to.length ? Arrays.copyOf(to, Math.max(end, 2 * to.length)) : to;
        System.arraycopy(more, 0, grown, count, more.length);
        return grown;
    }

    /** Returns the block of all examples added since the last one, in arrays of exact length. */
    public Block build() {
        var block =
                new Block(
                        schema,
                        Arrays.copyOf(ids, idCount),
                        Arrays.copyOf(vectors, vectorCount),
                        Arrays.copyOf(starts, examples + 1),
                        Arrays.copyOf(classes, classCount),
                        Arrays.copyOf(values, valueCount),
                        Arrays.copyOf(targetStarts, Math.min(targetStarts.length, examples + 1)),
                        Arrays.copyOf(second, secondCount),
                        Arrays.copyOf(secondStarts, Math.min(secondStarts.length, examples + 1)));
        examples = 0;
        idCount = 0;
        vectorCount = 0;
        classCount = 0;
        valueCount = 0;
        secondCount = 0;
        return block;
    }
}
