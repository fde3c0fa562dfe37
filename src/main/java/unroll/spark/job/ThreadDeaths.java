package unroll.spark.job;

import java.util.concurrent.atomic.AtomicReference;
import org.apache.spark.sql.SparkSession;

/**
 * Stops the session when a thread dies of an error, such as a lack of memory: if the thread was
 * Spark's, others would wait for its answer forever.
 */
final class ThreadDeaths implements AutoCloseable, Thread.UncaughtExceptionHandler {
    private final Thread.UncaughtExceptionHandler before =
            Thread.getDefaultUncaughtExceptionHandler();
    private final AtomicReference<Error> first = new AtomicReference<>();
    private final SparkSession session;
    private final boolean stops;

    /**
     * @param stops whether the session may be stopped; if not, nothing is done
     */
    ThreadDeaths(SparkSession session, boolean stops) {
        this.session = session;
        this.stops = stops;
        if (stops) {
            Thread.setDefaultUncaughtExceptionHandler(this);
        }
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof Error error) {
            if (first.compareAndSet(null, error)) {
                new Thread(session::stop, "unroll-stop").start();
            }
        } else if (before != null) {
            before.uncaughtException(thread, thrown);
        }
    }

    /** Returns the error that stopped the session; without one, what was thrown. */
    Throwable cause(Throwable thrown) {
        var error = first.get();
        return error == null ? thrown : error;
    }

    @Override
    public void close() {
        if (stops) {
            Thread.setDefaultUncaughtExceptionHandler(before);
        }
    }
}
