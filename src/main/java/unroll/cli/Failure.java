package unroll.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import unroll.spark.ExitCode;

/**
 * Tells the user what ended a command. Only what nobody foresaw has a stack trace, and that in a
 * file.
 */
final class Failure {
    private Failure() {}

    /**
     * @param debug whether the stack trace goes to {@code err}
     * @return the exit code
     */
    static int report(Throwable thrown, boolean debug, PrintWriter err) {
        var cause = ExitCode.known(thrown);
        int code = ExitCode.of(cause);
        if (debug) {
            thrown.printStackTrace(err);
        }
        if (code == ExitCode.UNEXPECTED) {
            err.println("unexpected error: " + oneLine(thrown));
            if (!debug) {
                err.println(keep(thrown));
            }
        } else {
            err.println(cause.getMessage());
        }
        err.flush();
        return code;
    }

    private static String oneLine(Throwable thrown) {
        var message =
                thrown.getMessage() == null
                        ? ""
                        : ": " + thrown.getMessage().lines().findFirst().orElse("");
        return thrown.getClass().getSimpleName() + message;
    }

    private static String keep(Throwable thrown) {
        try {
            Path file = Files.createTempFile("unroll-error-", ".txt");
            try (var writer =
                    new PrintWriter(Files.newBufferedWriter(file, StandardCharsets.UTF_8))) {
                thrown.printStackTrace(writer);
            }
            return "The stack trace is in " + file + " (or on the terminal, with --debug).";
        } catch (IOException e) {
            return "Use --debug to see the stack trace.";
        }
    }
}
