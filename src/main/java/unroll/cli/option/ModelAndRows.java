package unroll.cli.option;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import unroll.conf.SourceConf;
import unroll.predict.ScoringRequest;

/** Options of the commands that take a model and rows. */
public final class ModelAndRows {
    @Parameters(index = "0", paramLabel = "MODEL", description = "Model or run directory.")
    private String model;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "DATA",
            description = "Paths or globs on any Hadoop file system, or a table's name.")
    private List<String> data = List.of();

    @Option(
            names = "--data",
            paramLabel = "DATA",
            description = "The same, as an option. May be repeated.")
    private List<String> option = List.of();

    @Option(
            names = "--where",
            paramLabel = "CONDITION",
            defaultValue = "",
            description =
                    "Spark SQL condition on the rows, such as \"stars <> 3\" (default: all rows).")
    private String where;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            defaultValue = "",
            description =
                    "What spark.read.format takes; folders for PATH/label/*.txt; table for a table by name"
                            + " (default: as in training).")
    private String format;

    @Option(
            names = "--option",
            paramLabel = "KEY=VALUE",
            description =
                    "Option of Spark's reader, beside those of training with the same format."
                            + " May be repeated.")
    private Map<String, String> options = new LinkedHashMap<>();

    @Option(
            names = "--sequence-column",
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Column with sequences of numbers (default: as in training).")
    private String sequence;

    @Option(
            names = "--vector-column",
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Column with one vector a row (default: as in training).")
    private String vector;

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

    @Option(
            names = "--set",
            paramLabel = "KEY=VALUE",
            description =
                    "Replaces a setting that no parameter was trained for, such as data.maxRejected, kernels or"
                            + " decoder.beam. May be repeated.")
    private List<String> settings = List.of();

    @Option(
            names = "--rejected",
            paramLabel = "PATH",
            defaultValue = "",
            description = "Where bad rows go, as JSON lines with their reason (default: nowhere).")
    private String rejected;

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    public String model() {
        return model;
    }

    public List<String> settings() {
        return settings;
    }

    /**
     * Returns whether the user named rows to read; jdbc and others have no path.
     *
     * @throws ParameterException if they are named in both ways
     */
    public boolean given() {
        return !paths().isEmpty() || !options.isEmpty();
    }

    private List<String> paths() {
        if (!data.isEmpty() && !option.isEmpty()) {
            throw new ParameterException(
                    command.commandLine(),
                    "expected rows once, got "
                            + String.join(" ", data)
                            + " and --data "
                            + String.join(" ", option));
        }
        return data.isEmpty() ? option : data;
    }

    /**
     * Returns the model and the source of the rows.
     *
     * @param texts columns of the text; empty for those of training
     * @param label empty for that of training
     */
    public ScoringRequest request(List<String> texts, String label) {
        var source =
                new SourceConf(format, "", options, "", label)
                        .with(SourceConf.PATH, paths())
                        .with(SourceConf.TEXT, texts)
                        .with(SourceConf.SEQUENCE, sequence)
                        .with(SourceConf.VECTOR, vector)
                        .with(SourceConf.TARGET, target)
                        .with(SourceConf.ORDER, order)
                        .with(SourceConf.WHERE, where);
        return new ScoringRequest(model, source, settings, rejected);
    }
}
