package unroll.cli;

import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import unroll.cli.cluster.ClusterTrainCommand;
import unroll.cli.option.UsageError;

/** Entry point of {@code submit/unroll} and of {@code spark-submit}. */
@Command(
        name = "unroll",
        description = "Trains recurrent neural networks on Apache Spark.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionProvider.class,
        scope = ScopeType.INHERIT,
        synopsisSubcommandLabel = "COMMAND",
        footer = {
            "",
            "Exit codes: 0 done, 1 unexpected, 2 configuration, 3 data, 4 diverged,",
            "6 directory in use, 143 interrupted.",
            "",
            "Start with",
            "  ./submit/unroll train conf/sentiment.yaml"
        })
public final class Main {
    /** Referenced here, since the JVM discards an unreferenced logger together with its level. */
    private static final Logger NETLIB = Logger.getLogger("dev.ludovic.netlib");

    @Option(
            names = "--debug",
            scope = ScopeType.INHERIT,
            description = "Show stack traces of errors.")
    private boolean debug;

    private Main() {}

    /** Runs a command and ends the JVM with its exit code. */
    public static void main(String[] args) {
        // Output is the same on every machine: digits, case, separators.
        Locale.setDefault(Locale.ROOT);
        // Spark's linear algebra would load native libraries, whose results differ between
        // machines.
        for (var library : List.of("blas", "lapack", "arpack")) {
            System.setProperty("dev.ludovic.netlib." + library + ".allowNative", "false");
        }
        NETLIB.setLevel(Level.SEVERE);
        // Labels and texts of any script, whatever the locale of a scheduler.
        var out = new PrintStream(System.out, true, StandardCharsets.UTF_8);
        var err = new PrintStream(System.err, true, StandardCharsets.UTF_8);
        int code = run(new SparkEngine(), out, err, args);
        out.flush();
        // A driver inside the cluster returns instead, so that Spark reports success to the
        // manager.
        if (code != 0 || !TrainCommand.submitted(args)) {
            System.exit(code);
        }
    }

    /**
     * @return the exit code
     */
    public static int run(Engine engine, PrintStream out, PrintStream err, String... arguments) {
        var main = new Main();
        var commands = new CommandLine(main);
        commands.addSubcommand(new TrainCommand(engine, out));
        commands.addSubcommand(new EvaluateCommand(engine, out));
        commands.addSubcommand(new DiagnoseCommand(engine, out));
        commands.addSubcommand(new PredictCommand(engine, out));
        commands.addSubcommand(new InspectCommand(engine, out));
        commands.addSubcommand(new ConfigCommand(out));
        commands.addSubcommand(new BenchCommand(engine, out));
        commands.addSubcommand(new ClusterTrainCommand(Main.class.getName(), out));
        commands.setOut(new PrintWriter(out, true, StandardCharsets.UTF_8));
        commands.setErr(new PrintWriter(err, true, StandardCharsets.UTF_8));
        commands.setCaseInsensitiveEnumValuesAllowed(true);
        commands.setUsageHelpWidth(100);
        // A text such as @/etc/passwd is a text: no argument is the name of a file of arguments.
        commands.setExpandAtFiles(false);
        commands.setExecutionExceptionHandler(
                (thrown, line, parsed) -> Failure.report(thrown, main.debug, commands.getErr()));
        commands.setParameterExceptionHandler(
                (wrong, args) -> UsageError.report(wrong, commands.getErr()));
        commands.setExecutionStrategy(
                parsed -> {
                    var asked = CommandLine.executeHelpRequest(parsed);
                    if (asked != null) {
                        return asked;
                    }
                    if (!parsed.hasSubcommand()) {
                        commands.usage(commands.getErr());
                        return CommandLine.ExitCode.USAGE;
                    }
                    SupportedJava.require(Runtime.version());
                    return new CommandLine.RunLast().execute(parsed);
                });
        try {
            return commands.execute(arguments);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return Failure.report(e, main.debug, commands.getErr());
        }
    }
}
