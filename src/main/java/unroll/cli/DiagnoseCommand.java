package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import unroll.cli.option.LabelledRows;
import unroll.spark.job.DiagnoseJob.Depth;

@Command(
        name = "diagnose",
        description = {
            "Looks inside a model while it reads rows whose targets are known: gradients along time,"
                    + " singular values, saturated gates, dead units, the error surface."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  ./submit/unroll diagnose runs/sentiment data-samples/reviews/test",
            "  ./submit/unroll diagnose runs/sentiment data-samples/reviews/test \\",
            "      --examples 64 --grid 21 --seed 7 --json inside.json",
            "",
            "What follows -- goes to spark-submit."
        })
final class DiagnoseCommand implements Callable<Integer> {
    private static final int MOST_PLACES = 101;

    @Mixin private LabelledRows rows;

    @Option(
            names = "--examples",
            paramLabel = "N",
            defaultValue = "256",
            description =
                    "Rows to look at, the first by a hash of their content, or of a document"
                            + " (default: ${DEFAULT-VALUE}).")
    private int examples;

    @Option(
            names = "--grid",
            paramLabel = "N",
            defaultValue = "11",
            description =
                    "Points of the loss surface along either direction, an odd number (default: ${DEFAULT-VALUE}).")
    private int places;

    @Option(
            names = "--seed",
            paramLabel = "N",
            defaultValue = "1",
            description = "Decides the two directions (default: ${DEFAULT-VALUE}).")
    private long seed;

    @Option(
            names = "--json",
            paramLabel = "FILE",
            description = "Where all figures go (default: diagnosis.json in MODEL).")
    private String json;

    @Spec private CommandSpec spec;

    private final Engine engine;
    private final PrintStream out;

    DiagnoseCommand(Engine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (examples < 1) {
            throw mistake("--examples: expected 1 or more, got " + examples);
        }
        if (places < 1 || places > MOST_PLACES || places % 2 == 0) {
            throw mistake(
                    "--grid: expected an odd number from 1 to "
                            + MOST_PLACES
                            + ", so that the model is in the middle, got "
                            + places);
        }
        engine.diagnose(rows.request(), new Depth(examples, places, seed), json, out);
        return 0;
    }

    private ParameterException mistake(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
