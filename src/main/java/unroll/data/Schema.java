package unroll.data;

import java.io.Serializable;
import java.util.HashMap;
import unroll.data.Field.Length;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Stream;

/**
 * The contents of an example: a source, and a target that a network learns to predict from it. The
 * same for all examples of a task. A plain class, since Kryo cannot read records.
 */
public final class Schema implements Serializable {
    /** Words with one label for the whole sequence. */
    public static final Schema WORDS_TO_LABEL = new Schema(Field.words(), Field.labels(Length.ONE));

    private final Field source;
    private final Field target;
    private final Field second; // null without

    /**
     * @param source a sequence of words or vectors with a length of its own, or one vector
     */
    public Schema(Field source, Field target) {
        this(source, target, null);
    }

    private Schema(Field source, Field target, Field second) {
        this.source = source;
        this.target = target;
        this.second = second;
    }

    /**
     * Adds a second target, which a batch holds in the stream {@link Batch#SECOND}.
     *
     * @param labels one for the whole source, or any number
     */
    public Schema withSecond(Field labels) {
        return new Schema(source, target, labels);
    }

    boolean hasSecond() {
        return second != null;
    }

    /** Words or vectors, of which every step but the first is the target of the step before. */
    public static Schema next(Field source) {
        return new Schema(source, source.withLength(Length.NEXT));
    }

    /** Words or vectors that are their own target. */
    public static Schema same(Field source) {
        return new Schema(source, source.withLength(Length.SAME));
    }

    public Field source() {
        return source;
    }

    public Field target() {
        return target;
    }

    /** The schema for scoring examples without targets: every step of the source is an input. */
    public Schema forScoring() {
        return target.length() == Length.NEXT
                ? new Schema(source, target.withLength(Length.AS_SOURCE))
                : this;
    }

    /** Returns whether a network scores every step of the source, not the source as a whole. */
    public boolean scoresSteps() {
        return target.length() != Length.ONE;
    }

    /**
     * Returns whether a network writes the target, word by word: each reads those before it. The
     * first reads the mark that also ends a target of its own length, or the unknown word.
     */
    public boolean isWritten() {
        boolean written = target.length() == Length.OWN || target.length() == Length.SAME;
        return target.kind() == Field.Kind.WORDS && written;
    }

    /** Fewest steps of a source that has at least one input. */
    int fewestSteps() {
        return target.length() == Length.NEXT ? 2 : 1;
    }

    /**
     * Opens a batch for such examples.
     *
     * @param sequences most examples
     * @param rows most steps of all sources together
     */
    public Batch batch(int sequences, int rows) {
        var inputs =
                source.length() == Length.ONE
                        ? Stream.single(sequences, source.width())
                        : Stream.of(sequences, rows, source.width());
        boolean own = target.length() == Length.OWN;
        var targets = targets(target, inputs, sequences, own && isWritten() ? rows : 0);
        var streams = new HashMap<String, Stream>();
        streams.put(Batch.SOURCE, inputs);
        streams.put(Batch.TARGET, targets);
        if (isWritten()) {
            streams.put(Batch.PREVIOUS, (own ? targets : inputs).perStep(0));
        }
        if (second != null) {
            streams.put(Batch.SECOND, targets(second, inputs, sequences, 0));
        }
        return new Batch(sequences, streams);
    }

    private static Stream targets(Field of, Stream inputs, int sequences, int rows) {
        return switch (of.length()) {
            case ONE -> inputs.perSequence(sequences, of.width());
            case AS_SOURCE, NEXT, SAME -> inputs.perStep(of.width());
            case OWN -> Stream.of(sequences, rows, of.width());
        };
    }
}
