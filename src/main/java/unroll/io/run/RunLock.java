package unroll.io.run;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import unroll.io.FailureReason;
import unroll.io.Store;

/**
 * Keeps a run directory for one run: {@code lock.json}, which names its owner and is written again
 * at an interval. A lock whose owner is dead (its process is gone from this machine, or it has
 * missed {@link #MISSED} heartbeats) is taken over. Clocks of different machines must agree within
 * that time.
 */
public final class RunLock implements AutoCloseable {
    /** Time between heartbeats. */
    public static final Duration INTERVAL = Duration.ofSeconds(15);

    /** Heartbeats that an owner may miss, in a long pause of its machine for instance. */
    static final int MISSED = 8;

    /** Clocks that differ by more are wrong. */
    private static final Duration FAR = Duration.ofDays(1);

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

    /** Whether a run that may be alive has the directory. */
    public static boolean held(Store store, String directory) throws IOException {
        var file = Store.child(directory, NAME);
        return store.exists(file) && LockRecord.read(store, file).whyDead(Instant.now()).isEmpty();
    }

    /**
     * Takes the directory and starts the heartbeat.
     *
     * @param application id of the Spark application, or what else names the run for its user
     * @param messages hears of a takeover and of heartbeats that fail
     * @throws DirectoryInUseException when another run has it
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

    /** Takes the directory; the caller calls {@link #beat}. */
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
     * For a command that only reads where nothing can be written: there is no lock to give back.
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
     * To be called before writing what another run would be disturbed by.
     *
     * @throws DirectoryInUseException when another run took this one for dead and has the directory
     *     now
     */
    public synchronized void check() {
        if (!takenBy.isEmpty()) {
            throw new DirectoryInUseException(takenBy);
        }
    }

    /**
     * Writes the lock again; what goes wrong is reported, and tried again at the next heartbeat.
     */
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
                    "the heartbeat could not be written to %s (%s): it is tried again in %d s"
                            .formatted(file(), said(e), mine.interval().toSeconds()));
        }
    }

    /** Gives the directory free. A failure is reported: the lock then goes stale by itself. */
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
            messages.accept("%s could not be deleted (%s)".formatted(file(), said(e)));
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
     * A lock that cannot be read is this run's own, half written, while nobody may have taken it
     * over.
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

    /** The lock as it stands; empty when it has gone. */
    private Optional<LockRecord> find() throws IOException {
        try {
            return Optional.of(LockRecord.read(store, file()));
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /**
     * Removes a dead owner's lock. Of several runs that find it, one wins the claim, which is named
     * after the dead owner, and looks again: so none removes a lock that another has just written.
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

    private static String said(Exception e) {
        return e instanceof IOException refused ? FailureReason.of(refused) : e.getMessage();
    }

    private DirectoryInUseException inUse(LockRecord owner) {
        if (owner.heartbeat().isAfter(clock.instant().plus(FAR))) {
            return new DirectoryInUseException(
                    ("%s is in use by %s, last heartbeat %s, which is in the future by this machine's clock:"
                                    + " choose another run.dir, or mend the clocks; when no run is alive there, delete its %s")
                            .formatted(directory, owner.owner(), owner.heartbeat(), NAME));
        }
        Instant free = owner.heartbeat().plus(owner.interval().multipliedBy(MISSED));
        return new DirectoryInUseException(
                ("%s is in use by %s, last heartbeat %s: wait for it, or choose another run.dir (if that"
                                + " run is dead, its lock can be taken over from %s on)")
                        .formatted(directory, owner.owner(), owner.heartbeat(), free));
    }
}
