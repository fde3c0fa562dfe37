package unroll.spark;

import java.net.URI;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import unroll.data.DataException;

/** Finds what is wrong with the input in the exceptions of a job that read it. */
public final class InputFailure {
    private static final String UNREADABLE = "FAILED_READ_FILE";
    private static final Pattern FILE = Pattern.compile("while reading file (\\S+?)\\.? ");

    /** Conditions on rows that some row does not fit, such as a cast of a text to a number. */
    private static final Set<String> VALUES =
            Set.of(
                    "CAST_INVALID_INPUT",
                    "CAST_OVERFLOW",
                    "DIVIDE_BY_ZERO",
                    "ARITHMETIC_OVERFLOW",
                    "INVALID_ARRAY_INDEX",
                    "CANNOT_PARSE_TIMESTAMP");

    private InputFailure() {}

    /** What to tell the user, if the input is the reason. */
    public static Optional<DataException> of(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable told && told.getCondition() != null) {
                var condition = told.getCondition().replaceFirst("\\..*", "");
                if (condition.equals(UNREADABLE)) {
                    return Optional.of(unreadable(cause));
                }
                if (VALUES.contains(condition)) {
                    return Optional.of(
                            new DataException("cannot read a row: " + Causes.sentence(cause)));
                }
            }
        }
        return Optional.empty();
    }

    private static DataException unreadable(Throwable thrown) {
        var file = FILE.matcher(thrown.getMessage() + " ");
        var reason = thrown;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return new DataException(
                "cannot read %s: %s"
                        .formatted(
                                file.find() ? new Path(URI.create(file.group(1))) : "a file",
                                Causes.sentence(reason)));
    }
}
