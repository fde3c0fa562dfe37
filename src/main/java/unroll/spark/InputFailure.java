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
                                SparkErrors.sentence(reason)));
    }
}
