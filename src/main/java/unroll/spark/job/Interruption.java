package unroll.spark.job;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Detects that the JVM is shutting down. After a signal such as SIGTERM the run gets time to end in
 * order: the JVM ends when its shutdown hooks do, with exit code 143, and Spark's hook, which stops
 * the context, runs after this one. If the program itself exits, there is nothing to wait for.
 */
final class Interruption implements AutoCloseable {
    /** Spark's hook has 50, that of Hadoop's file systems 10; higher ones run first. */
    private static final int PRIORITY = 100;

    /**
     * Maximum time to wait for a step and its checkpoint; the sender of SIGTERM usually sends
     * SIGKILL long before.
     */
    private static final long HOURS = 1;

    private static final Pattern SIGNAL_THREAD = Pattern.compile("SIG(TERM|INT|HUP) handler");

    private final Thread watcher = new Thread(this::stop, "unroll-interruption");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Ends ends;
    private volatile boolean requested;
    private boolean orderly;

    /** Called when the run itself cannot record how it ended. */
    interface Ends {
        /** Called if a signal ends the JVM while there is nothing to save. */
        void interrupted();

        /** Called if the program has called {@code System.exit}. */
        void exited();
    }

    Interruption(Ends ends) {
        this.ends = ends;
        ShutdownHookManager.get().addShutdownHook(watcher, PRIORITY, HOURS, TimeUnit.HOURS);
    }

    /** Returns whether the run has been told to end. */
    boolean requested() {
        return requested;
    }

    /** Sets whether the run ends in order, by asking {@link #requested} between steps. */
    synchronized void orderly(boolean orderly) {
        this.orderly = orderly;
    }

    private synchronized boolean request() {
        requested = true;
        return orderly;
    }

    private void stop() {
        if (!signalled()) {
            ends.exited();
            return;
        }
        if (!request()) {
            ends.interrupted();
            return;
        }
        try {
            if (!ended.await(HOURS, TimeUnit.HOURS)) {
                ends.interrupted();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Returns whether a signal ends the JVM: its thread then waits for the shutdown hooks. */
    private static boolean signalled() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> SIGNAL_THREAD.matcher(thread.getName()).matches());
    }

    /** Must be called when the run has ended, for whatever reason. */
    @Override
    public void close() {
        ended.countDown();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(watcher);
        }
    }
}
