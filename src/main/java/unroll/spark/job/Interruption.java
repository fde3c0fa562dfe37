package unroll.spark.job;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Notices that the JVM is ending. A signal such as SIGTERM gives the run time to end in order: the
 * JVM ends when its shutdown hooks do, with exit code 143, and Spark's own hook, which stops the
 * context, waits behind this one. When the JVM ends itself, there is nothing to wait for.
 */
final class Interruption implements AutoCloseable {
    /** Spark's is at 50, Hadoop's file systems at 10; higher ones go first. */
    private static final int PRIORITY = 100;

    /**
     * Longest wait for a step and its checkpoint; the sender of SIGTERM usually sends SIGKILL long
     * before.
     */
    private static final long HOURS = 1;

    private static final Pattern SIGNAL_THREAD = Pattern.compile("SIG(TERM|INT|HUP) handler");

    private final Thread watcher = new Thread(this::stop, "unroll-interruption");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Ends ends;
    private volatile boolean told;
    private boolean orderly;

    /** Called when the run itself cannot record how it ended. */
    interface Ends {
        /** A signal ends the JVM while there is nothing to save. */
        void interrupted();

        /** The program has called {@code System.exit}. */
        void exited();
    }

    Interruption(Ends ends) {
        this.ends = ends;
        ShutdownHookManager.get().addShutdownHook(watcher, PRIORITY, HOURS, TimeUnit.HOURS);
    }

    /** Whether the run has been told to end. */
    boolean told() {
        return told;
    }

    /** From now on the run ends in order: it asks {@link #told} between steps. */
    synchronized void orderly(boolean orderly) {
        this.orderly = orderly;
    }

    private synchronized boolean tell() {
        told = true;
        return orderly;
    }

    private void stop() {
        if (!signalled()) {
            ends.exited();
            return;
        }
        if (!tell()) {
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

    /** The JVM's thread for a signal that ends it waits until the shutdown hooks are done. */
    private static boolean signalled() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> SIGNAL_THREAD.matcher(thread.getName()).matches());
    }

    /** The run has ended, in whatever way. */
    @Override
    public void close() {
        ended.countDown();
        if (!ShutdownHookManager.get().isShutdownInProgress()) {
            ShutdownHookManager.get().removeShutdownHook(watcher);
        }
    }
}
