package unroll.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import unroll.nn.Batch;

/**
 * Some examples in primitive arrays: what is cached, spilled and read. A plain class, since Kryo
 * cannot read records.
 */
public final class Block implements Serializable {
    /** Words with one label a sequence. */
    static final Schema WORDS_TO_LABEL = new Schema(Field.words(), Field.labels(Field.Length.ONE));

    private final Schema schema;
    private final int[] ids; // [steps] of all examples, one after the other; or none
    private final float[] vectors; // [steps, inputs], or none
    private final int[] starts; // [examples + 1], steps
    private final int[] classes; // [examples, steps or labels], or none
    private final int[] labelStarts; // [examples + 1], where classes are labels; else none
    private final float[] values; // [examples or steps, values], or none

    Block(
            Schema schema,
            int[] ids,
            float[] vectors,
            int[] starts,
            int[] classes,
            int[] labelStarts,
            float[] values) {
        this.schema = schema;
        this.ids = ids;
        this.vectors = vectors;
        this.starts = starts;
        this.classes = classes;
        this.labelStarts = labelStarts;
        this.values = values;
    }

    /** Words with one class a sequence. */
    public Block(int[] ids, int[] starts, int[] classes) {
        this(WORDS_TO_LABEL, ids, new float[0], starts, classes, new int[0], new float[0]);
    }

    public int examples() {
        return starts.length - 1;
    }

    /** Steps of all examples. */
    public int tokens() {
        return starts[examples()];
    }

    /** Rows that an example has in a batch. */
    public int length(int example) {
        return starts[example + 1] - starts[example] - (schema.fewestSteps() - 1);
    }

    public int token(int example, int position) {
        return ids[starts[example] + position];
    }

    /** Marks the words that occur. */
    void mark(BitSet words) {
        for (int id : ids) {
            words.set(id);
        }
    }

    /** Class of an example, -1 where there is none. */
    public int target(int example) {
        return classes.length == 0 ? -1 : classes[example];
    }

    /** Labels of an example; none where it has one class, or values. */
    int[] labels(int example) {
        if (labelStarts.length == 0) {
            return new int[0];
        }
        return Arrays.copyOfRange(classes, labelStarts[example], labelStarts[example + 1]);
    }

    /** Target values of an example, [1 or rows, values]. */
    float[] values(int example) {
        int width = schema.target().width();
        int first = starts[example];
        int end = starts[example + 1];
        return switch (schema.target().length()) {
            case ONE -> Arrays.copyOfRange(values, example * width, (example + 1) * width);
            case AS_SOURCE -> Arrays.copyOfRange(values, first * width, end * width);
            case OWN -> new float[0];
            case NEXT -> Arrays.copyOfRange(vectors, (first + 1) * width, end * width);
        };
    }

    /** Writes what stands opposite a whole sequence. */
    void fillSequence(int example, Batch into, int sequence) {
        switch (schema.target().length()) {
            case ONE -> fillTarget(example, into, sequence);
            case OWN ->
                    into.setLabels(
                            sequence, classes, labelStarts[example], labelStarts[example + 1]);
            case AS_SOURCE, NEXT -> {}
        }
    }

    /** Writes a step, and its target where it has one of its own. */
    void fillStep(int example, int position, Batch into, int row) {
        int step = starts[example] + position;
        int inputs = schema.source().width();
        if (inputs == 0) {
            into.ids()[row] = ids[step];
        } else {
            System.arraycopy(vectors, step * inputs, into.vectors(), row * inputs, inputs);
        }
        switch (schema.target().length()) {
            case ONE, OWN -> {}
            case AS_SOURCE -> fillTarget(step, into, row);
            case NEXT -> {
                if (inputs == 0) {
                    into.targets()[row] = ids[step + 1];
                } else {
                    System.arraycopy(
                            vectors, (step + 1) * inputs, into.values(), row * inputs, inputs);
                }
            }
        }
    }

    private void fillTarget(int from, Batch into, int to) {
        int width = schema.target().width();
        if (width == 0) {
            into.targets()[to] = classes.length == 0 ? -1 : classes[from];
        } else if (values.length == 0) {
            Arrays.fill(into.values(), to * width, (to + 1) * width, Float.NaN);
        } else {
            System.arraycopy(values, from * width, into.values(), to * width, width);
        }
    }
}
