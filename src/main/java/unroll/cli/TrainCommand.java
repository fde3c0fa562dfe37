package unroll.cli;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Arrays;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import unroll.cli.option.ConfigurationFile;
import unroll.cli.option.Overrides;

@Command(
        name = "train",
        description = {
            "Trains the network that a configuration describes, and tests it.",
            "The same command again resumes a run that was interrupted."
        },
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Examples:",
            "  ./submit/unroll train conf/sentiment.yaml",
            "  ./submit/unroll train conf/sentiment.yaml --set training.epochs=3 --fresh",
            "  ./submit/unroll train my.yaml --from runs/yesterday",
            "  ./submit/unroll train my.yaml -- --master yarn --deploy-mode cluster --num-executors 8",
            "",
            "What follows -- goes to spark-submit. With --deploy-mode cluster the launcher checks the",
            "configuration, ships it, follows the run and takes its exit code; Ctrl-C only stops following.",
            "There, --shared-files says that file: paths lie on a file system that every node mounts."
        })
final class TrainCommand implements Callable<Integer> {
    private static final String INLINE = "--inline";

    static final class Given {
        @Parameters(paramLabel = "CONFIG", description = "Configuration, a YAML file.")
        private String file;

        @Option(names = INLINE, hidden = true)
        private String inline;
    }

    @ArgGroup(multiplicity = "1")
    private Given given;

    @Mixin private Overrides overrides;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Model, or run, whose parameters the network begins with: model.from.")
    private String from;

    @Option(names = "--fresh", description = "Replaces the run that is in run.dir.")
    private boolean fresh;

    @Option(names = "--submission", hidden = true, defaultValue = "")
    private String submission;

    private final Engine engine;
    private final PrintStream out;

    TrainCommand(Engine engine, PrintStream out) {
        this.engine = engine;
        this.out = out;
    }

    /**
     * Returns whether these arguments come from a launcher that has submitted them to a cluster.
     */
    static boolean submitted(String... args) {
        return Arrays.asList(args).contains(INLINE);
    }

    @Override
    public Integer call() throws IOException {
        var conf =
                given.inline == null
                        ? overrides.read(given.file, from)
                        : ConfigurationFile.ofInline(given.inline);
        engine.train(conf, fresh, submission, out);
        return 0;
    }
}
