package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import unroll.cli.option.GenerationOptions;
import unroll.cli.option.ModelAndRows;
import unroll.cli.option.Verbatim;
import unroll.predict.Neighbourhood;
import unroll.predict.Sink;

@Command(
        name = "predict",
        description = "Scores one text, or rows of any source, which keep all their columns.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  ./submit/unroll predict runs/sentiment --text \"not bad at all\"",
            "  ./submit/unroll predict runs/sentiment new/ --format parquet \\",
            "      --text-column review --output scored/ --mode overwrite",
            "",
            "What follows -- goes to spark-submit (not with --text, which needs no Spark)."
        })
final class PredictCommand implements Callable<Integer> {
    /** Options of one text beside those of its continuation. */
    private static final List<String> OF_ONE_TEXT = List.of("--text", "--steps", "--set");

    /** The treatment of an output that exists already. */
    enum Mode {
        ERRORIFEXISTS,
        OVERWRITE,
        APPEND
    }

    @Option(
            names = "--text",
            paramLabel = "TEXT",
            parameterConsumer = Verbatim.class,
            description = "One text; its label, labels or numbers go to standard output.")
    private String text;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Number of steps that a forecast of next steps continues from its own outputs,",
                "or of words by which a language model continues the text."
            })
    private int steps;

    @Mixin private GenerationOptions generation;

    @Mixin private ModelAndRows rows;

    @Option(
            names = "--text-column",
            paramLabel = "COLUMN",
            description =
                    "Column with the text (default: as in training). May be repeated: the texts are joined.")
    private List<String> textColumn = List.of();

    @Option(
            names = "--neighbours",
            paramLabel = "K",
            defaultValue = "0",
            description = {
                "With an autoencoder: names the K other rows whose vectors are nearest",
                "(default: none)."
            })
    private int neighbours;

    @Option(
            names = "--neighbour-column",
            paramLabel = "COLUMN",
            defaultValue = "",
            description = "Column by which they are named (default: the text, or a sound's path).")
    private String neighbourColumn;

    @Option(
            names = "--output",
            paramLabel = "PATH",
            description = "Where the rows go: a path, or a table's name.")
    private String output;

    @Option(
            names = "--output-format",
            paramLabel = "FORMAT",
            defaultValue = "parquet",
            description = "What Spark's writer takes, or table (default: ${DEFAULT-VALUE}).")
    private String outputFormat;

    @Option(
            names = "--output-option",
            paramLabel = "KEY=VALUE",
            description = "Option of Spark's writer. May be repeated.")
    private Map<String, String> outputOptions = new LinkedHashMap<>();

    @Option(
            names = "--mode",
            paramLabel = "MODE",
            defaultValue = "errorifexists",
            description = "errorifexists, overwrite or append (default: ${DEFAULT-VALUE}).")
    private Mode mode;

    @Spec private CommandSpec spec;

    private final Engine engine;
    private final PrintStream out;

    PredictCommand(Engine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (steps < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--steps: expected 0 or more, got " + steps);
        }
        if (neighbours < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--neighbours: expected 0 or more, got " + neighbours);
        }
        if ((text != null) == rows.given()) {
            throw new ParameterException(
                    spec.commandLine(), "expected either --text TEXT, or DATA and --output PATH");
        }
        requireUse();
        if (text != null) {
            engine.predictText(
                    rows.model(), rows.settings(), text, generation.generation(steps), out);
            return 0;
        }
        if (output == null && outputOptions.isEmpty()) {
            throw new ParameterException(
                    spec.commandLine(), "expected a place for the rows: --output PATH");
        }
        var sink =
                new Sink(
                        outputFormat,
                        output == null ? "" : output,
                        outputOptions,
                        mode.name().toLowerCase(Locale.ROOT));
        engine.predictRows(
                rows.request(textColumn, ""),
                steps,
                new Neighbourhood(neighbours, neighbourColumn),
                sink,
                out);
        return 0;
    }

    /** Refuses options of rows with one text, and of one text with rows. */
    private void requireUse() {
        for (var option : spec.commandLine().getParseResult().matchedOptions()) {
            var name = option.longestName();
            if (text != null && !OF_ONE_TEXT.contains(name) && !generation.has(name)) {
                throw new ParameterException(
                        spec.commandLine(), name + ": expected rows, got one --text");
            }
            if (text == null && generation.has(name)) {
                throw new ParameterException(
                        spec.commandLine(), name + ": expected one --text, got rows");
            }
        }
    }
}
