package unroll.encode;

import unroll.conf.Configuration;
import unroll.conf.SourceConf;

/** What a row must have beside its sequence. */
public enum RowTarget {
    NONE,
    LABEL,
    /** An array of labels, possibly empty, or a text of them with spaces between. */
    LABELS,
    /** One number or an array of them. */
    VALUES,
    /** The same, each in [0, 1]. */
    CHANCES;

    /** For a task that learns from such a source, or is measured on it. */
    public static RowTarget of(Configuration conf, SourceConf source) {
        return switch (conf.task()) {
            case CLASSIFY -> LABEL;
            case FORECAST -> source.target().isEmpty() ? NONE : values(conf);
            case LANGUAGE -> NONE;
            case TRANSCRIBE -> LABELS;
        };
    }

    private static RowTarget values(Configuration conf) {
        return conf.training().chances() ? CHANCES : VALUES;
    }
}
