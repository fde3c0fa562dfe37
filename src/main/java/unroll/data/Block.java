package unroll.data;

import java.io.Serializable;
import java.util.Arrays;
import java.util.BitSet;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Stream;
import unroll.text.Vocabulary;

/**
 * Some examples in primitive arrays: the unit that is cached, spilled and read. A plain class,
 * since Kryo cannot read records.
 */
public final class Block implements Serializable {
    private final Schema schema;
    private final int[] ids; // [steps] of all examples, one after the other; empty for vectors
    private final float[] vectors; // [steps, inputs]; empty for words
    private final int[] starts; // [examples + 1], steps
    private final int[] classes; // [target elements], ids; empty for other targets
    private final float[] values; // [target elements, width]; empty for other targets
    private final int[] targetStarts; // [examples + 1]; empty unless targets have own lengths
    private final int[] second; // ids of second targets
    private final int[] secondStarts; // [examples + 1]; empty without second targets

    Block(
            Schema schema,
            int[] ids,
            float[] vectors,
            int[] starts,
            int[] classes,
            float[] values,
            int[] targetStarts,
            int[] second,
            int[] secondStarts) {
        this.schema = schema;
        this.ids = ids;
        this.vectors = vectors;
        this.starts = starts;
        this.classes = classes;
        this.values = values;
        this.targetStarts = targetStarts;
        this.second = second;
        this.secondStarts = secondStarts;
    }

    /** A block of words with one label a sequence. */
    public Block(int[] ids, int[] starts, int[] classes) {
        this(
                Schema.WORDS_TO_LABEL,
                ids,
                new float[0],
                starts,
                classes,
                new float[0],
                new int[0],
                new int[0],
                new int[0]);
    }

    public int examples() {
        return starts.length - 1;
    }

    /** Returns the steps of all sources. */
    public int tokens() {
        return starts[examples()];
    }

    /** Returns the number of steps of an example's source that a network reads. */
    public int length(int example) {
        return starts[example + 1] - starts[example] - (schema.fewestSteps() - 1);
    }

    /**
     * Returns the rows that an example needs in each stream of a batch that layers read. Labels are
     * read by the loss alone, which takes any number.
     */
    int rows(int example) {
        boolean read = schema.target().kind() != Field.Kind.LABELS;
        return Math.max(length(example), read ? targetLength(example) : 0);
    }

    /** Returns the length of a target with a length of its own; 0 for other targets. */
    int targetLength(int example) {
        return targetStarts.length == 0 ? 0 : targetStarts[example + 1] - targetStarts[example];
    }

    /** Returns the length of a second target; 0 without one. */
    int secondLength(int example) {
        return secondStarts.length == 0 ? 0 : secondStarts[example + 1] - secondStarts[example];
    }

    public int token(int example, int position) {
        return ids[starts[example] + position];
    }

    /** Adds the words that occur. */
    void mark(BitSet words) {
        for (int id : ids) {
            words.set(id);
        }
    }

    /** Returns the class of an example, -1 if it is missing. */
    public int target(int example) {
        return classes.length == 0 ? -1 : classes[example];
    }

    /** Returns the labels of an example; empty for other targets. */
    int[] labels(int example) {
        if (targetStarts.length == 0) {
            return new int[0];
        }
        return Arrays.copyOfRange(classes, targetStarts[example], targetStarts[example + 1]);
    }

    /** Returns the target values of an example, [elements, width]. */
    float[] values(int example) {
        int width = schema.target().width();
        int first = starts[example];
        int end = starts[example + 1];
        return switch (schema.target().length()) {
            case ONE -> Arrays.copyOfRange(values, example * width, (example + 1) * width);
            case AS_SOURCE -> Arrays.copyOfRange(values, first * width, end * width);
            case OWN -> {
                int from = targetStarts[example] * width;
                yield Arrays.copyOfRange(values, from, targetStarts[example + 1] * width);
            }
            case NEXT -> Arrays.copyOfRange(vectors, (first + 1) * width, end * width);
            case SAME -> Arrays.copyOfRange(vectors, first * width, end * width);
        };
    }

    /**
     * Writes an example to a batch whose sequences are placed.
     *
     * @param number of the example in the batch
     */
    void fill(int example, Batch into, int number) {
        var packing = into.packing();
        int place = packing.place(number);
        for (int t = 0; t < packing.length(place); t++) {
            fillStep(example, t, into, packing.row(t, place));
        }
        switch (schema.target().length()) {
            case ONE -> fillTarget(example, into, place);
            case OWN -> {
                var targets = into.target().packing();
                boolean written = schema.isWritten();
                int[] previous = written ? into.stream(Batch.PREVIOUS).ids() : classes;
                int targetPlace = targets.place(number);
                for (int t = 0; t < targets.length(targetPlace); t++) {
                    int row = targets.row(t, targetPlace);
                    fillTarget(targetStarts[example] + t, into, row);
                    if (written) {
                        int before = targetStarts[example] + t - 1;
                        previous[row] = t == 0 ? Vocabulary.MARK : classes[before];
                    }
                }
            }
            case AS_SOURCE, NEXT, SAME -> {}
        }
        if (schema.hasSecond()) {
            fillSecond(example, into.stream(Batch.SECOND), number);
        }
    }

    /** Writes a step, and its target if each step has one. */
    void fillStep(int example, int position, Batch into, int row) {
        int step = starts[example] + position;
        int inputs = schema.source().width();
        if (inputs == 0) {
            into.source().ids()[row] = ids[step];
        } else {
            System.arraycopy(vectors, step * inputs, into.source().values(), row * inputs, inputs);
        }
        switch (schema.target().length()) {
            case ONE, OWN -> {}
            case AS_SOURCE -> fillTarget(step, into, row);
            case NEXT -> {
                if (inputs == 0) {
                    into.target().ids()[row] = ids[step + 1];
                } else {
                    float[] to = into.target().values();
                    System.arraycopy(vectors, (step + 1) * inputs, to, row * inputs, inputs);
                }
            }
            case SAME -> {
                if (inputs == 0) {
                    var spelling = into.source().spelling();
                    into.target().ids()[row] = spelling.known(ids[step]);
                    into.stream(Batch.PREVIOUS).ids()[row] =
                            position == 0 ? Vocabulary.UNKNOWN : spelling.known(ids[step - 1]);
                } else {
                    System.arraycopy(
                            vectors, step * inputs, into.target().values(), row * inputs, inputs);
                }
            }
        }
    }

    private void fillSecond(int example, Stream into, int number) {
        int place = into.packing().place(number);
        for (int t = 0; t < into.packing().length(place); t++) {
            boolean missing = t >= secondLength(example);
            into.ids()[into.packing().row(t, place)] =
                    missing ? -1 : second[secondStarts[example] + t];
        }
    }

    private void fillTarget(int from, Batch into, int to) {
        int width = schema.target().width();
        if (width == 0) {
            into.target().ids()[to] = classes.length == 0 ? -1 : classes[from];
        } else if (values.length == 0) {
            Arrays.fill(into.target().values(), to * width, (to + 1) * width, Float.NaN);
        } else {
            System.arraycopy(values, from * width, into.target().values(), to * width, width);
        }
    }
}
