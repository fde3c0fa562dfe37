package unroll.cli.cluster;

import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hadoop.conf.Configuration;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import unroll.cli.option.ConfigurationFile;
import unroll.cli.option.Overrides;
import unroll.io.run.RunLock;
import unroll.spark.sink.RunPlace;

/**
 * The launcher's part of {@code train … -- … --deploy-mode cluster}: checks the configuration here,
 * ships it as an argument, and follows the run to its end.
 */
@Command(
        name = "train-on-cluster",
        hidden = true,
        description = "Submits training to a cluster and follows it (used by submit/unroll).")
public final class ClusterTrainCommand implements Callable<Integer> {
    /** So that the end of spark-submit is the end of the run, with every cluster manager. */
    private static final List<String> WAIT =
            List.of(
                    "--conf", "spark.standalone.submit.waitAppCompletion=true",
                    "--conf", "spark.yarn.submit.waitAppCompletion=true",
                    "--conf", "spark.kubernetes.submission.waitAppCompletion=true");

    private static final Duration BETWEEN = Duration.ofSeconds(2); // polls
    private static final String HADOOP = "spark.hadoop.";

    @Option(
            names = "--launcher",
            required = true,
            description = "This installation's submit/unroll.")
    private String launcher;

    @Option(names = "--jar", required = true, description = "The jar to submit.")
    private String jar;

    @Mixin private Overrides overrides;

    @Option(
            names = "--from",
            paramLabel = "DIR",
            description = "Model, or run, whose parameters the network begins with: model.from.")
    private String from;

    @Option(names = "--fresh", description = "Replaces the run that is in run.dir.")
    private boolean fresh;

    @Option(
            names = "--shared-files",
            description = "file: paths lie on a file system that every node mounts.")
    private boolean sharedFiles;

    @Parameters(index = "0", paramLabel = "CONFIG")
    private String file;

    @Parameters(index = "1..*", paramLabel = "SPARK")
    private List<String> sparkArguments = List.of();

    private final String main;
    private final PrintStream out;

    /**
     * @param main class that the driver runs
     */
    public ClusterTrainCommand(String main, PrintStream out) {
        this.main = main;
        this.out = out;
    }

    @Override
    public Integer call() throws IOException {
        var conf = overrides.read(file, from);
        var hadoop = hadoop(sparkArguments);
        if (!sharedFiles) {
            SharedPaths.check(conf, hadoop);
        }
        var submission = UUID.randomUUID().toString();
        var command = command(ConfigurationFile.inline(conf), submission);
        var run = RunPlace.open(conf.run().dir(), hadoop);
        // Whether another run has the directory shows now rather than when the driver has started.
        RunLock.acquire(run.store(), run.path(), "the launcher", out::println).close();
        out.println("submitting; the run's directory is " + conf.run().dir());
        out.flush();
        var submitted = new ProcessBuilder(command).inheritIO().start();
        var following = new AtomicBoolean(true);
        Runtime.getRuntime()
                .addShutdownHook(
                        new Thread(
                                () -> {
                                    if (following.get()) { // interrupted
                                        out.println(
                                                "no longer following; the run continues: "
                                                        + conf.run().dir());
                                        submitted.destroy();
                                    }
                                }));
        try {
            return new ClusterFollower(run, submission, BETWEEN, out).follow(submitted);
        } finally {
            following.set(false);
        }
    }

    private List<String> command(String inline, String submission) {
        var command = new ArrayList<>(List.of(launcher, "spark-submit"));
        command.addAll(sparkArguments);
        command.addAll(WAIT);
        command.addAll(List.of("--class", main, jar, "train"));
        command.addAll(List.of("--inline", inline, "--submission", submission));
        if (fresh) {
            command.add("--fresh");
        }
        return command;
    }

    /**
     * Hadoop's settings as the run will see them: the cluster's files, then {@code --conf
     * spark.hadoop.*}.
     */
    static Configuration hadoop(List<String> sparkArguments) {
        var hadoop = new Configuration();
        for (int i = 0; i < sparkArguments.size(); i++) {
            var argument = sparkArguments.get(i);
            var setting =
                    argument.startsWith("--conf=")
                            ? argument.substring("--conf=".length())
                            : argument;
            int equals = setting.indexOf('=');
            if (setting.startsWith(HADOOP) && equals > 0) {
                hadoop.set(
                        setting.substring(HADOOP.length(), equals), setting.substring(equals + 1));
            }
        }
        return hadoop;
    }
}
