package unroll.spark;

import com.univocity.parsers.common.TextParsingException;
import java.io.FileNotFoundException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.regex.PatternSyntaxException;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import org.apache.hadoop.security.AccessControlException;
import unroll.conf.ConfigurationException;
import unroll.io.FailureReason;
import unroll.io.UnreadableFileException;
import unroll.message.Printable;
import unroll.message.Secrets;
import unroll.train.ExitCode;

/** Finds a user's mistake in the exceptions that Spark wraps it in. */
public final class SparkErrors {
    private SparkErrors() {}

    /**
     * Returns the outermost expected cause of an exception, since Spark wraps them in its own; the
     * remedy if memory ran out; else the exception.
     */
    public static Throwable known(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            var vanished = InputFailure.vanished(cause);
            if (vanished.isPresent()) {
                return vanished.get();
            }
            if (ExitCode.of(cause) != ExitCode.UNEXPECTED) {
                return cause;
            }
            if (cause instanceof PatternSyntaxException wrong) {
                return invalidPattern(wrong);
            }
        }
        return MemoryShortage.of(thrown)
                .<Throwable>map(shortage -> shortage)
                .or(() -> InputFailure.of(thrown))
                .orElse(thrown);
    }

    /**
     * Returns what a command reports: {@link #known}, else the path and the reason if a file system
     * refused something.
     */
    public static Throwable reported(Throwable thrown) {
        var known = known(thrown);
        if (ExitCode.of(known) != ExitCode.UNEXPECTED) {
            return known;
        }
        for (var cause = known; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileSystemException refused && refused.getFile() != null) {
                return new UnreadableFileException(
                        "cannot use %s: %s"
                                .formatted(refused.getFile(), FailureReason.of(refused)));
            }
        }
        return known;
    }

    /** Spark compiles the regular expressions of a source's condition when it reads rows. */
    private static ConfigurationException invalidPattern(PatternSyntaxException e) {
        return new ConfigurationException(
                "where: expected a valid regular expression, got \"%s\": %s: correct the condition of the source"
                        .formatted(
                                Printable.brief(e.getPattern()),
                                Printable.message(e.getDescription())));
    }

    /** Returns an exception that may be thrown from a method that does not declare it. */
    public static RuntimeException unchecked(Throwable thrown) {
        return thrown instanceof RuntimeException e ? e : new Undeclared(thrown);
    }

    /** Wraps a checked exception that Spark throws from a method that does not declare it. */
    private static final class Undeclared extends RuntimeException {
        private static final long serialVersionUID = 1;

        Undeclared(Throwable cause) {
            super(firstLine(cause), cause);
        }
    }

    /**
     * Returns whether the input is the reason: a file that does not exist, cannot be read, or
     * exceeds the limits of the csv parser.
     */
    public static boolean isInput(Throwable e) {
        for (var cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof FileNotFoundException
                    || cause instanceof AccessControlException
                    || cause instanceof UnsupportedFileSystemException
                    || cause instanceof TextParsingException) {
                return true;
            }
        }
        return false;
    }

    /**
     * Returns the message's first line, without the secrets of URLs: plans and stack traces follow
     * it in Spark's messages.
     */
    public static String firstLine(Throwable e) {
        var message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : Secrets.redact(message.lines().findFirst().orElse(""));
    }

    /**
     * Returns the first meaningful line of Spark's message, without its error class, SQL state and
     * position.
     */
    public static String sentence(Throwable e) {
        if (e instanceof TextParsingException) {
            return "a record has more columns, or a value more characters, than the reader's options maxColumns (20480) and maxCharsPerColumn allow: see option sep, or raise them";
        }
        var lines = e.getMessage() == null ? "" : e.getMessage();
        return lines.lines()
                .filter(line -> !line.isBlank())
                .findFirst()
                .orElse(e.getClass().getSimpleName())
                .replaceFirst("^\\[[A-Z_.0-9]+\\] ", "")
                .replaceFirst("\\s*SQLSTATE: .*$", "");
    }

    /**
     * Returns why a database cannot be read or written to; a missing driver is named with the
     * remedy.
     *
     * @param options of the reader or the writer
     */
    public static String ofDatabase(Map<String, String> options, Throwable e) {
        var remedy =
                " on the class path: give its jar to Spark with -- --jars FILE, and its class as"
                        + " options.driver";
        var sentence = sentence(e);
        if (e instanceof ClassNotFoundException) {
            return "the driver " + sentence + " is not" + remedy;
        }
        return sentence.contains("No suitable driver")
                ? "there is no driver for " + kind(options) + remedy
                : sentence;
    }

    /** Returns the URL's beginning, such as {@code jdbc:postgresql}. */
    private static String kind(Map<String, String> options) {
        var url =
                options.entrySet().stream()
                        .filter(option -> option.getKey().equalsIgnoreCase("url"))
                        .map(Map.Entry::getValue)
                        .findFirst()
                        .orElse("");
        var parts = url.split(":", 3);
        return parts.length < 3 ? "this url" : parts[0] + ":" + parts[1];
    }
}
