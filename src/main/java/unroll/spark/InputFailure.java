package unroll.spark;

import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.hadoop.fs.Path;
import org.apache.spark.SparkThrowable;
import unroll.data.DataException;

/** Recognises faults of the input in the exceptions of a job that reads it. */
public final class InputFailure {
    private static final String UNREADABLE = "FAILED_READ_FILE";
    private static final String VANISHED = UNREADABLE + ".FILE_NOT_EXIST";
    private static final Pattern FILE = Pattern.compile("while reading file (\\S+?)\\.? ");

    /** Class of SQL states for values that an expression cannot process, such as a failed cast. */
    private static final String DATA_EXCEPTION = "22";

    /** SQL state of {@code raise_error}. */
    private static final String RAISED = "P0001";

    private InputFailure() {}

    /** Returns the error for the user; empty if the input is not the reason. */
    public static Optional<DataException> of(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof SparkThrowable told && told.getCondition() != null) {
                var condition = told.getCondition().replaceFirst("\\..*", "");
                if (condition.equals(UNREADABLE)) {
                    return Optional.of(unreadable(cause));
                }
                var state = String.valueOf(told.getSqlState());
                if (state.startsWith(DATA_EXCEPTION) || state.equals(RAISED)) {
                    return Optional.of(
                            new DataException("cannot read a row: " + SparkErrors.sentence(cause)));
                }
            }
        }
        return Optional.empty();
    }

    /** Returns the error for the user if Spark found a file when it listed them, and not later. */
    static Optional<DataException> vanished(Throwable cause) {
        return cause instanceof SparkThrowable told && VANISHED.equals(told.getCondition())
                ? Optional.of(
                        new DataException(
                                "%s: it was there when reading began and has been removed or replaced since. Put it back, or start over with the files that are there"
                                        .formatted(file(cause))))
                : Optional.empty();
    }

    private static DataException unreadable(Throwable thrown) {
        var reason = thrown;
        while (reason.getCause() != null) {
            reason = reason.getCause();
        }
        return new DataException(file(thrown) + ": " + SparkErrors.sentence(reason));
    }

    private static String file(Throwable thrown) {
        var file = FILE.matcher(thrown.getMessage() + " ");
        return "cannot read " + (file.find() ? new Path(URI.create(file.group(1))) : "a file");
    }
}
