package unroll.data;

import java.io.Serializable;

/**
 * One of the two sequences that an example holds, its source or its target: the kind of its
 * elements, their width, and how many there are. A plain class, since Kryo cannot read records.
 */
public final class Field implements Serializable {
    /** The kind of an element. */
    public enum Kind {
        /** The id of a word. */
        WORDS,
        /** A vector that is observed at a step. */
        VECTORS,
        /** A vector of numbers to be predicted. */
        NUMBERS,
        /** The number of a label. */
        LABELS
    }

    /** The number of elements. */
    public enum Length {
        /** One for the whole source. */
        ONE,
        /** One for every step of the source. */
        AS_SOURCE,
        /** The source itself, one step later: its last step is a target only. */
        NEXT,
        /** The source itself. */
        SAME,
        /** Independent of any other sequence. */
        OWN
    }

    private final Kind kind;
    private final int width;
    private final Length length;

    private Field(Kind kind, int width, Length length) {
        this.kind = kind;
        this.width = width;
        this.length = length;
    }

    /** A sequence of words. */
    public static Field words() {
        return new Field(Kind.WORDS, 0, Length.OWN);
    }

    /** A sequence of vectors, or of words if the width is 0. */
    public static Field steps(int width) {
        return width == 0 ? words() : new Field(Kind.VECTORS, width, Length.OWN);
    }

    /** One vector. */
    public static Field vector(int width) {
        return new Field(Kind.VECTORS, width, Length.ONE);
    }

    /** Labels. */
    public static Field labels(Length length) {
        return new Field(Kind.LABELS, 0, length);
    }

    /** Vectors of {@code width} numbers. */
    public static Field numbers(int width, Length length) {
        return new Field(Kind.NUMBERS, width, length);
    }

    /** Returns a field of the same elements with another length. */
    Field withLength(Length other) {
        return new Field(kind, width, other);
    }

    public Kind kind() {
        return kind;
    }

    /** Numbers of an element; 0 for words and labels, which are ids. */
    public int width() {
        return width;
    }

    public Length length() {
        return length;
    }

    /** Returns whether this is one label for the whole source. */
    public boolean isOneLabel() {
        return kind == Kind.LABELS && length == Length.ONE;
    }

    /** Returns whether elements are ids of words or labels, not vectors. */
    public boolean ids() {
        return width == 0;
    }
}
