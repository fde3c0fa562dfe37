package unroll.encode.row;

/** The kind of target that a row has beside its sequence. */
public enum RowTarget {
    NONE,
    LABEL,
    /** An array of labels, possibly empty, or a text of labels separated by spaces. */
    LABELS,
    /**
     * A set of labels, possibly empty: an array, or a text of labels with semicolons between. Their
     * order and number do not matter.
     */
    LABEL_SET,
    /**
     * A label for each step: an array, or a text of labels separated by spaces. Those that the
     * training set does not have are read too.
     */
    TAGS,
    /** A pair: labels of the steps as {@link #TAGS}, and a label for the whole row. */
    TAGS_AND_LABEL,
    /**
     * Terms, of which those that stand in the text give each word a label: an array, or a text of
     * terms with semicolons between.
     */
    TERMS,
    /** A text, or an array of its words, with a vocabulary of its own. */
    WORDS,
    /** A tree over the words of the text, in brackets; it is written as a text of actions. */
    TREE,
    /** One number or an array of them. */
    VALUES,
    /** One number or an array of them, each in [0, 1]. */
    PROBABILITIES;

    /** Returns whether it has a label for each step. */
    public boolean tags() {
        return this == TAGS || this == TAGS_AND_LABEL || this == TERMS;
    }

    /** Returns whether it consists of labels. */
    public boolean labels() {
        return this == LABEL || this == LABELS || this == LABEL_SET || tags();
    }

    /** Returns whether it is written in words of a vocabulary of its own. */
    public boolean written() {
        return this == WORDS || this == TREE;
    }

    /** Returns whether it consists of numbers. */
    public boolean numbers() {
        return this == VALUES || this == PROBABILITIES;
    }
}
