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
    private final Shape shape;
    private final int[] ids; // [steps] of all examples, one after the other; or none
    private final float[] vectors; // [steps, inputs], or none
    private final int[] starts; // [examples + 1], steps
    private final int[] classes; // [examples, steps or labels], or none
    private final int[] labelStarts; // [examples + 1], where classes are labels; else none
    private final float[] values; // [examples or steps, values], or none

    Block(
            Shape shape,
            int[] ids,
            float[] vectors,
            int[] starts,
            int[] classes,
            int[] labelStarts,
            float[] values) {
        this.shape = shape;
        this.ids = ids;
        this.vectors = vectors;
        this.starts = starts;
        this.classes = classes;
        this.labelStarts = labelStarts;
        this.values = values;
    }

    /** Words with one class a sequence. */
    public Block(int[] ids, int[] starts, int[] classes) {
        this(Shape.WORDS_TO_CLASS, ids, new float[0], starts, classes, new int[0], new float[0]);
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
        return starts[example + 1] - starts[example] - (shape.goal() == Goal.NEXT ? 1 : 0);
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
        int width = shape.values();
        int first = starts[example];
        int end = starts[example + 1];
        return switch (shape.goal()) {
            case SEQUENCE -> Arrays.copyOfRange(values, example * width, (example + 1) * width);
            case STEP -> Arrays.copyOfRange(values, first * width, end * width);
            case LABELS -> new float[0];
            case NEXT -> Arrays.copyOfRange(vectors, (first + 1) * width, end * width);
        };
    }

    /** Writes what stands opposite a whole sequence. */
    void fillSequence(int example, Batch into, int sequence) {
        switch (shape.goal()) {
            case SEQUENCE -> fillTarget(example, into, sequence);
            case LABELS ->
                    into.setLabels(
                            sequence, classes, labelStarts[example], labelStarts[example + 1]);
            case STEP, NEXT -> {}
        }
    }

    /** Writes a step, and its target where it has one of its own. */
    void fillStep(int example, int position, Batch into, int row) {
        int step = starts[example] + position;
        int inputs = shape.inputs();
        if (inputs == 0) {
            into.ids()[row] = ids[step];
        } else {
            System.arraycopy(vectors, step * inputs, into.vectors(), row * inputs, inputs);
        }
        switch (shape.goal()) {
            case SEQUENCE, LABELS -> {}
            case STEP -> fillTarget(step, into, row);
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
        int width = shape.values();
        if (width == 0) {
            into.targets()[to] = classes.length == 0 ? -1 : classes[from];
        } else if (values.length == 0) {
            Arrays.fill(into.values(), to * width, (to + 1) * width, Float.NaN);
        } else {
            System.arraycopy(values, from * width, into.values(), to * width, width);
        }
    }
}
