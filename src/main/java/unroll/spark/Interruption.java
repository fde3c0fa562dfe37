package unroll.spark;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.util.ShutdownHookManager;

/**
 * Hears of SIGTERM and gives the run time to end in order. The JVM ends when its shutdown hooks do,
 * with exit code 143; Spark's own hook, which stops the context, waits behind this one.
 */
final class Interruption implements AutoCloseable {
    /** Spark's is at 50, Hadoop's file systems at 10; higher ones go first. */
    private static final int PRIORITY = 100;

    /**
     * Longest wait for a step and its checkpoint; who sends SIGTERM mostly sends SIGKILL long
     * before.
     */
    private static final long HOURS = 1;

    private final Thread watcher = new Thread(this::stop, "unroll-interruption");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Runnable abandon;
    private volatile boolean told;
    private boolean orderly;

    /**
     * @param abandon runs when the interruption comes while nothing is to be saved
     */
    Interruption(Runnable abandon) {
        this.abandon = abandon;
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
        if (!tell()) {
            abandon.run();
            return;
        }
        try {
            if (!ended.await(HOURS, TimeUnit.HOURS)) {
                abandon.run();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
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
