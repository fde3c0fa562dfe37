package unroll.conf;

import unroll.conf.setting.Value;

/** The tasks by their names in the configuration. */
public enum TaskConf {
    /** A vector for each sequence, from which the sequence is repeated. */
    AUTOENCODE,
    /** A text for each vector. */
    CAPTION,
    /** A class for each sequence. */
    CLASSIFY,
    /** Numbers for each sequence, or the next step at every step. */
    FORECAST,
    /** A label for each vector of a sequence. */
    FRAMES,
    /** Terms of a text. */
    KEYTERMS,
    /** The next word. */
    LANGUAGE,
    /** A set of labels for each sequence. */
    MULTILABEL,
    /** A tree over words. */
    PARSE,
    /** A label for each step. */
    TAG,
    /** A sequence of labels, shorter than its input and not aligned with it. */
    TRANSCRIBE,
    /** A text in other words. */
    TRANSLATE;

    /** Returns whether a decoder writes sequences. */
    boolean writes() {
        return this == AUTOENCODE || this == CAPTION || this == PARSE || this == TRANSLATE;
    }

    /** As the configuration and models name it. */
    public String word() {
        return Value.word(this);
    }
}
