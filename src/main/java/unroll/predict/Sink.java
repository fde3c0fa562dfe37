package unroll.predict;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The destination of rows.
 *
 * @param format argument of {@code DataFrameWriter.format}, or {@code table}
 * @param path on any Hadoop file system, or the table's name; empty if the format needs none
 * @param options passed to the writer
 * @param mode {@code errorifexists}, {@code overwrite} or {@code append}
 */
public record Sink(String format, String path, Map<String, String> options, String mode) {
    private static final Set<String> FILES =
            Set.of("parquet", "orc", "json", "csv", "text", "avro");

    /** Returns the path or, for a format that needs none, the name of a database's table. */
    public String place() {
        return path.isEmpty() ? options.getOrDefault("dbtable", "") : path;
    }

    /** Returns whether rows are written to files below the path. */
    public boolean isFiles() {
        return !path.isEmpty() && FILES.contains(format.toLowerCase(Locale.ROOT));
    }
}
