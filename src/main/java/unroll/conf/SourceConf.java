package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Map;

/**
 * A DataFrame source.
 *
 * @param format what {@code spark.read.format} takes, {@code folders} for {@code path/label/*.txt},
 *     or {@code table}
 * @param paths paths or globs on any Hadoop file system, or one table's name; empty where the
 *     format needs none
 * @param options handed to the reader
 * @param text column with the text
 * @param sequence column with a sequence of numbers or vectors, which is read in place of the text;
 *     empty where steps are words
 * @param label column with the label, a string or a number, or with labels, an array of them or a
 *     text with spaces between
 * @param target column with the numbers to forecast; empty where they are the next steps
 * @param order column that orders the rows of a document; empty for the order of the files
 * @param where Spark SQL condition on the rows that are read; empty for all rows
 */
public record SourceConf(
        String format,
        List<String> paths,
        Map<String, String> options,
        String text,
        String sequence,
        String label,
        String target,
        String order,
        String where)
        implements Serializable {

    public SourceConf {
        paths = List.copyOf(paths);
    }

    /** Of texts, with or without labels, at one path or none. */
    public SourceConf(
            String format, String path, Map<String, String> options, String text, String label) {
        this(
                format,
                path.isEmpty() ? List.of() : List.of(path),
                options,
                text,
                "",
                label,
                "",
                "",
                "");
    }

    /** Whether steps are words. */
    public boolean words() {
        return sequence.isEmpty();
    }

    /** All paths as messages show them, or the table's name; empty without any. */
    public String path() {
        return String.join(", ", paths);
    }
}
