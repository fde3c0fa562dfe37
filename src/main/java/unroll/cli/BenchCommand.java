package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
        name = "bench",
        description = "Measures the kernels, and training and scoring on made-up workloads.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  ./submit/unroll bench",
            "  ./submit/unroll bench --workloads S1,S3 --threads 2 --json"
        })
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = "--workloads",
            split = ",",
            paramLabel = "NAME",
            description = "Which workloads, such as S1,S3; all by default.")
    private List<String> workloads = List.of();

    @Option(
            names = "--threads",
            defaultValue = "1",
            description = "Threads (default: ${DEFAULT-VALUE}).")
    private int threads;

    @Option(names = "--json", description = "Prints one JSON object in place of tables.")
    private boolean json;

    @Spec private CommandSpec spec;

    private final Engine engine;
    private final PrintStream out;

    BenchCommand(Engine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        if (threads < 1) {
            throw new ParameterException(
                    spec.commandLine(), "--threads: expected a number >= 1, got " + threads);
        }
        engine.bench(workloads, threads, json, out);
        return 0;
    }
}
