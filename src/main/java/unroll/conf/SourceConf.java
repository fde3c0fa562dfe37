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
 * @param label column with the label, a string or a number
 */
public record SourceConf(
        String format, String path, Map<String, String> options, String text, String label)
        implements Serializable {}
