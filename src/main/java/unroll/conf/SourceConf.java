package unroll.conf;

import java.io.Serializable;
import java.util.Map;

/**
 * A DataFrame source.
 *
 * @param format what {@code spark.read.format} takes, {@code folders} for {@code path/label/*.txt},
 *     or {@code table}
 * @param path path or glob on any Hadoop file system, or the table's name; empty where the format
 *     needs none
 * @param options handed to the reader
 * @param text column with the text
 * @param sequence column with a sequence of numbers or vectors, which is read in place of the text;
 *     empty where steps are words
 * @param label column with the label, a string or a number, or with labels, an array of them or a
 *     text with spaces between
 * @param target column with the numbers to forecast; empty where they are the next steps
 * @param order column that orders the rows of a document; empty for the order of the files
 */
public record SourceConf(
        String format,
        String path,
        Map<String, String> options,
        String text,
        String sequence,
        String label,
        String target,
        String order)
        implements Serializable {

    /** Of texts, with or without labels. */
    public SourceConf(
            String format, String path, Map<String, String> options, String text, String label) {
        this(format, path, options, text, "", label, "", "");
    }

    /** Whether steps are words. */
    public boolean words() {
        return sequence.isEmpty();
    }
}
