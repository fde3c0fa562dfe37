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

@Command(
        name = "evaluate",
        description = "Measures a model on rows whose targets are known.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  ./submit/unroll evaluate runs/sentiment data-samples/reviews/test",
            "  ./submit/unroll evaluate runs/sentiment 'new/*.csv' --format csv \\",
            "      --option header=true --text review --label stars --json figures.json",
            "",
            "What follows -- goes to spark-submit."
        })
final class EvaluateCommand implements Callable<Integer> {
    @Mixin private LabelledRows rows;

    @Option(
            names = "--steps",
            paramLabel = "N",
            defaultValue = "0",
            description = {
                "Hides the last N steps of each sequence, which are forecast from the network's own outputs",
                "(default: each step is forecast from all true steps before it)."
            })
    private int steps;

    @Option(names = "--json", paramLabel = "FILE", description = "Writes the figures there, too.")
    private String json;

    @Spec private CommandSpec spec;

    private final Engine engine;
    private final PrintStream out;

    EvaluateCommand(Engine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (steps < 0) {
            throw new ParameterException(
                    spec.commandLine(), "--steps: expected 0 or more, got " + steps);
        }
        engine.evaluate(rows.request(), steps, json, out);
        return 0;
    }
}
