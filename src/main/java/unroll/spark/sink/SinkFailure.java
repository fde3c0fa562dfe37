package unroll.spark.sink;

import java.io.IOException;
import java.sql.SQLException;
import java.util.Optional;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import unroll.conf.ConfigurationException;
import unroll.predict.Sink;
import unroll.spark.SparkErrors;

/** Recognises why rows cannot be written. */
public final class SinkFailure {
    private SinkFailure() {}

    /** Returns the error for the user, if the sink refused the rows, or its name or options. */
    public static Optional<ConfigurationException> of(Sink sink, Exception thrown) {
        for (Throwable cause = thrown; cause != null; cause = cause.getCause()) {
            if (isRefusal(cause)) {
                var reason =
                        sink.format().equalsIgnoreCase("jdbc")
                                ? SparkErrors.ofDatabase(sink.options(), cause)
                                : SparkErrors.firstLine(cause);
                return Optional.of(
                        new ConfigurationException(
                                "cannot write to %s %s: %s"
                                        .formatted(sink.format(), sink.place(), reason)));
            }
        }
        return Optional.empty();
    }

    private static boolean isRefusal(Throwable thrown) {
        return thrown instanceof AnalysisException
                || thrown instanceof ClassNotFoundException
                || thrown instanceof IllegalArgumentException
                || thrown instanceof IOException
                || thrown instanceof SQLException
                || (thrown instanceof SparkThrowable told && isRefusal(told.getSqlState()));
    }

    /**
     * Returns whether an SQL state is one of syntax and access (42), settings (56) or the state of
     * objects (55).
     */
    private static boolean isRefusal(String state) {
        return state != null && state.matches("(42|55|56).*");
    }
}
