package unroll.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import unroll.message.Printable;
import unroll.message.Secrets;
import unroll.spark.SparkErrors;
import unroll.train.ExitCode;

/**
 * Tells the user why a command failed. Only an unforeseen failure has a stack trace, and that in a
 * file.
 */
final class Failure {
    private Failure() {}

    /**
     * @param debug whether the stack trace is printed to {@code err}
     * @return the exit code
     */
    static int report(Throwable thrown, boolean debug, PrintWriter err) {
        var cause = SparkErrors.reported(thrown);
        int code = ExitCode.of(cause);
        if (debug) {
            err.print(trace(thrown));
        }
        if (code == ExitCode.UNEXPECTED && isStopped(thrown)) {
            // The system sets the exit code of a process that was told to end.
            err.println("Spark was stopped before this was done: run the same command again");
        } else if (code == ExitCode.UNEXPECTED) {
            err.println(Printable.whole(Secrets.redact("unexpected error: " + oneLine(thrown))));
            if (!debug) {
                err.println(keep(thrown));
            }
        } else {
            err.println(Printable.message(Secrets.redact(cause.getMessage())));
        }
        err.flush();
        return code;
    }

    /**
     * Returns whether Spark's context was shut down under a job, as a signal to the JVM does. While
     * the JVM ends, Spark fails in many ways, according to what it was doing.
     */
    private static boolean isStopped(Throwable thrown) {
        if (isEnding()) {
            return true;
        }
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (String.valueOf(cause.getMessage()).contains("SparkContext was shut down")) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether the JVM is ending: it takes no more shutdown hooks then. */
    private static boolean isEnding() {
        var hook = new Thread(() -> {}, "never started");
        try {
            Runtime.getRuntime().addShutdownHook(hook);
            Runtime.getRuntime().removeShutdownHook(hook);
            return false;
        } catch (IllegalStateException e) {
            return true;
        }
    }

    private static String oneLine(Throwable thrown) {
        var message =
                thrown.getMessage() == null
                        ? ""
                        : ": " + thrown.getMessage().lines().findFirst().orElse("");
        return thrown.getClass().getSimpleName() + message;
    }

    private static String trace(Throwable thrown) {
        var text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return Secrets.redact(text.toString());
    }

    private static String keep(Throwable thrown) {
        try {
            Path file = Files.createTempFile("unroll-error-", ".txt");
            Files.writeString(file, trace(thrown));
            return "The stack trace is in " + file + " (or on the terminal, with --debug).";
        } catch (IOException e) {
            return "Use --debug to see the stack trace.";
        }
    }
}
