package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description =
                "Shows layers, shapes, parameter counts and provenance of a model or checkpoint.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  ./submit/unroll inspect runs/sentiment",
            "  ./submit/unroll inspect runs/sentiment/checkpoints/round-00012"
        })
final class InspectCommand implements Callable<Integer> {
    @Parameters(paramLabel = "MODEL", description = "Model, run or checkpoint directory.")
    private String directory;

    private final Engine engine;
    private final PrintStream out;

    InspectCommand(Engine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        engine.inspect(directory, out);
        return 0;
    }
}
