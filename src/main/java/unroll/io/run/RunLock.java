package unroll.io.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import unroll.io.FailureReason;
import unroll.io.Store;

/**
 * Reserves a run directory for one run by {@code lock.json}, which names its owner and is rewritten
 * at an interval. A lock whose owner is dead (its process no longer exists on this machine, or it
 * has missed {@link #MISSED} heartbeats) is taken over. The clocks of different machines must agree
 * within that time.
 */
public final class RunLock implements AutoCloseable {
    /** Time between heartbeats. */
    public static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Heartbeats that an owner may miss, for instance while its machine is suspended. */
    static final int MISSED = 8;

    /** The largest plausible difference between two clocks. */
    private static final Duration MAX_CLOCK_SKEW = Duration.ofDays(1);

    private static final String NAME = "lock.json";
    private static final int ATTEMPTS = 5;

    private final Store store;
    private final String directory;
    private final Clock clock;
    private final Consumer<String> messages;
    private final CountDownLatch closed = new CountDownLatch(1);
    private LockRecord mine;
    private String takenBy = "";

    private RunLock(
            Store store,
            String directory,
            Clock clock,
            Consumer<String> messages,
            LockRecord mine) {
        this.store = store;
        this.directory = directory;
        this.clock = clock;
        this.messages = messages;
        this.mine = mine;
    }

    /** Returns whether a run that may be alive holds the directory. */
    public static boolean held(Store store, String directory) throws IOException {
        var file = Store.child(directory, NAME);
        return store.exists(file) && LockRecord.read(store, file).whyDead(Instant.now()).isEmpty();
    }

    /**
     * Acquires the directory and starts the heartbeat.
     *
     * @param application id of the Spark application, or another name of the run for its user
     * @param messages receives takeovers and failed heartbeats
     * @throws DirectoryInUseException if another run holds it
     */
    public static RunLock acquire(
            Store store, String directory, String application, Consumer<String> messages)
            throws IOException {
        var lock = acquire(store, directory, application, messages, Clock.systemUTC(), INTERVAL);
        var thread = new Thread(lock::beatUntilClosed, "unroll-run-lock");
        thread.setDaemon(true);
        thread.start();
        return lock;
    }

    /** Acquires the directory; the caller calls {@link #beat}. */
    static RunLock acquire(
            Store store,
            String directory,
            String application,
            Consumer<String> messages,
            Clock clock,
            Duration interval)
            throws IOException {
        var mine = LockRecord.ofThisProcess(application, clock.instant(), interval);
        var lock = new RunLock(store, directory, clock, messages, mine);
        for (int i = 0; i < ATTEMPTS; i++) {
            if (store.createNew(lock.file(), mine.bytes())) {
                return lock;
            }
            var found = lock.find();
            if (found.isEmpty()) {
                continue;
            }
            var reason = found.get().whyDead(clock.instant());
            if (reason.isEmpty()) {
                throw lock.inUse(found.get());
            }
            lock.remove(found.get(), reason.get());
        }
        throw new DirectoryInUseException(
                directory
                        + " is being taken over by another run: wait for it, or choose another run.dir");
    }

    /**
     * Returns a lock without effect, for a command that only reads from a directory that cannot be
     * written.
     */
    public static RunLock none(Store store, String directory) {
        var now = Instant.now();
        var none =
                new RunLock(
                        store,
                        directory,
                        Clock.systemUTC(),
                        message -> {},
                        LockRecord.ofThisProcess("", now, INTERVAL));
        none.closed.countDown();
        return none;
    }

    /**
     * Checks that the directory is still held. Call this before writing anything that would disturb
     * another run.
     *
     * @throws DirectoryInUseException if another run considered this one dead and has taken over
     */
    public synchronized void check() {
        if (!takenBy.isEmpty()) {
            throw new DirectoryInUseException(takenBy);
        }
    }

    /** Rewrites the lock. Failures are reported and retried at the next heartbeat. */
    public synchronized void beat() {
        if (closed.getCount() == 0 || !takenBy.isEmpty()) {
            return;
        }
        try {
            var now = clock.instant();
            var found = find();
            if (found.isPresent() && !isMine(found.get(), now)) {
                takenBy =
                        ("%s was taken over by %s, since this run gave no sign of life for too long:"
                                        + " this run stops")
                                .formatted(directory, found.get().owner());
                messages.accept(takenBy);
                return;
            }
            var next = mine.at(now);
            if (found.isPresent()) {
                store.write(file(), next.bytes());
            } else if (store.createNew(file(), next.bytes())) {
                messages.accept(file() + " was gone and has been written again");
            }
            mine = next;
        } catch (IOException | RuntimeException e) {
            messages.accept(
                    String.format(
                            Locale.ROOT,
                            "the heartbeat could not be written to %s (%s): it is tried again in %d s",
                            file(),
                            reason(e),
                            mine.interval().toSeconds()));
        }
    }

    /** Releases the directory. A failure is reported: the lock then expires by itself. */
    @Override
    public synchronized void close() {
        if (closed.getCount() == 0) {
            return;
        }
        closed.countDown();
        try {
            if (find().filter(found -> found.id().equals(mine.id())).isPresent()) {
                store.delete(file());
            }
        } catch (IOException | RuntimeException e) {
            messages.accept("%s could not be deleted (%s)".formatted(file(), reason(e)));
        }
    }

    private void beatUntilClosed() {
        try {
            while (!closed.await(mine().interval().toMillis(), TimeUnit.MILLISECONDS)) {
                beat();
            }
        } catch (InterruptedException e) {
            messages.accept("the heartbeat of " + file() + " was interrupted");
        }
    }

    /**
     * Returns whether a lock is this run's. An unreadable one, half written, is, as long as no
     * other run may have taken it over.
     */
    private boolean isMine(LockRecord found, Instant now) {
        return found.id().equals(mine.id()) || (found.pid() == 0 && mine.whyDead(now).isEmpty());
    }

    private synchronized LockRecord mine() {
        return mine;
    }

    private String file() {
        return Store.child(directory, NAME);
    }

    /** Reads the lock; empty when it no longer exists. */
    private Optional<LockRecord> find() throws IOException {
        try {
            return Optional.of(LockRecord.read(store, file()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes a dead owner's lock. Of several runs that find it, one creates the claim, a file
     * named after the dead owner, and checks again: so none removes a lock that another run has
     * just written.
     */
    private void remove(LockRecord dead, String reason) throws IOException {
        var claim = Store.child(directory, "lock-takeover-" + dead.id() + ".json");
        if (!store.createNew(claim, mine.bytes())) {
            Optional<LockRecord> other;
            try {
                other = Optional.of(LockRecord.read(store, claim));
            } catch (FileNotFoundException e) {
                other = Optional.empty();
            }
            if (other.isPresent()) {
                if (other.get().whyDead(clock.instant()).isEmpty()) {
                    throw inUse(other.get());
                }
                store.delete(claim);
            }
            return;
        }
        try {
            if (find().filter(found -> found.id().equals(dead.id())).isPresent()) {
                messages.accept(
                        "%s was locked by %s, which is dead (%s): taking over"
                                .formatted(directory, dead.owner(), reason));
                store.delete(file());
            }
        } finally {
            store.delete(claim);
        }
    }

    private static String reason(Exception e) {
        return e instanceof IOException refused ? FailureReason.of(refused) : e.getMessage();
    }

    private DirectoryInUseException inUse(LockRecord owner) {
        if (owner.heartbeat().isAfter(clock.instant().plus(MAX_CLOCK_SKEW))) {
            return new DirectoryInUseException(
                    ("%s is in use by %s, last heartbeat %s, which is in the future by this machine's clock:"
                                    + " choose another run.dir, or fix the clocks; when no run is alive there, delete its %s")
                            .formatted(directory, owner.owner(), owner.heartbeat(), NAME));
        }
        Instant free = owner.heartbeat().plus(owner.interval().multipliedBy(MISSED));
        return new DirectoryInUseException(
                ("%s is in use by %s, last heartbeat %s: wait for it, or choose another run.dir (if that"
                                + " run is dead, its lock can be taken over from %s on)")
                        .formatted(directory, owner.owner(), owner.heartbeat(), free));
    }
}
