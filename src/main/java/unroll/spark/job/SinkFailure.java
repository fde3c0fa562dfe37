package unroll.spark.job;

import java.io.IOException;
import java.sql.SQLException;
import org.apache.spark.SparkThrowable;
import org.apache.spark.sql.AnalysisException;
import unroll.conf.ConfigurationException;
import unroll.spark.Causes;
import unroll.spark.JdbcSource;

/** Explains why rows cannot be written. */
final class SinkFailure {
    private SinkFailure() {}

    /** Whether the sink refused the rows, or the way in which it is named. */
    static boolean is(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (cause instanceof AnalysisException
                    || cause instanceof ClassNotFoundException
                    || cause instanceof IllegalArgumentException
                    || cause instanceof IOException
                    || cause instanceof SQLException
                    || (cause instanceof SparkThrowable told && isRefusal(told.getSqlState()))) {
                return true;
            }
        }
        return false;
    }

    /** Syntax and access (42), settings (56) and objects in a state that does not allow it (55). */
    private static boolean isRefusal(String state) {
        return state != null && state.matches("(42|55|56).*");
    }

    static ConfigurationException of(Sink sink, Exception thrown) {
        var reason =
                sink.format().equalsIgnoreCase("jdbc")
                        ? JdbcSource.reason(sink.options(), thrown)
                        : Causes.firstLine(thrown);
        return new ConfigurationException(
                "cannot write to %s %s: %s".formatted(sink.format(), sink.path(), reason));
    }
}
