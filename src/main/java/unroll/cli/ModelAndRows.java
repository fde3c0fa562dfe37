package unroll.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import unroll.conf.SourceConf;

/** What the commands share that take a model and rows. */
final class ModelAndRows {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Model or run directory.")
    private String model;

    @Parameters(
            index = "1",
            arity = "0..1",
            paramLabel = "DATA",
            description = "Path or glob on any Hadoop file system, or a table's name.")
    private String data;

    @Option(names = "--data", paramLabel = "DATA", description = "The same, as an option.")
    private String option;

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

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    String model() {
        return model;
    }

    /**
     * Whether the user named rows to read; jdbc and others have no path.
     *
     * @throws ParameterException when they are named in both ways
     */
    boolean given() {
        return path() != null || !options.isEmpty();
    }

    private String path() {
        if (data != null && option != null) {
            throw new ParameterException(
                    command.commandLine(),
                    "expected rows once, got " + data + " and --data " + option);
        }
        return data == null ? option : data;
    }

    SourceConf source(String text, String label) {
        var path = Objects.requireNonNullElse(path(), "");
        return new SourceConf(format, path, options, text, sequence, label, target, order);
    }
}
