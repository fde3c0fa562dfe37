package unroll.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import picocli.CommandLine.Option;
import unroll.conf.SourceConf;

/** Options of the commands that read rows. */
final class SourceOptions {
    @Option(
            names = "--data",
            paramLabel = "PATH",
            description = "Path or glob on any Hadoop file system, or a table's name.")
    private String path;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "json",
            description =
                    "What spark.read.format takes; folders for PATH/label/*.txt; table for a table by name"
                            + " (default: ${DEFAULT-VALUE}).")
    private String format;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description = "Option of Spark's reader. May be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--sequence-column",
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Column with sequences of numbers (default: as in training).")
    private String sequence;

    @Option(
            names = "--target-column",
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Column with the numbers to forecast (default: as in training).")
    private String target;

    @Option(
            names = "--order-column",
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Column that orders a document's rows (default: as in training).")
    private String order;

    /** Whether the user named rows to read; jdbc and others have no path. */
    boolean given() {
        return path != null || !options.isEmpty();
    }

    SourceConf source(String text, String label) {
        return new SourceConf(
                format, path == null ? "" : path, options, text, sequence, label, target, order);
    }
}
