package unroll.io.run;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.io.LocalStore;
import unroll.io.Store;

class RunLockTest {
    private static final Duration INTERVAL = Duration.ofSeconds(10);
    private static final Duration DEAD = INTERVAL.multipliedBy(RunLock.MISSED);

    @TempDir Path directory;
    private final Store store = new LocalStore();
    private final SetClock clock = new SetClock();
    private final List<String> messages = new ArrayList<>();

    /** Takes a lock, says so, and waits to be ended. */
    static final class Owner {
        public static void main(String[] arguments) throws Exception {
            try (var lock =
                    RunLock.acquire(new LocalStore(), arguments[0], "app-child", message -> {})) {
                System.out.println("locked");
                System.in.read();
                lock.check();
            } catch (DirectoryInUseException e) {
                System.out.println("in use");
            }
        }
    }

    @Test
    @Timeout(60)
    void ofTwoProcessesOneHasTheDirectory() throws Exception {
        var first = start();
        try {
            assertEquals("locked", line(first));
            var e = assertThrows(DirectoryInUseException.class, this::acquireForReal);
            assertTrue(e.getMessage().contains("process " + first.pid() + " on "), e.getMessage());
            assertTrue(e.getMessage().contains("application app-child"), e.getMessage());
            assertTrue(e.getMessage().contains("last heartbeat 20"), e.getMessage());
            first.getOutputStream().close(); // its normal end
            assertEquals(0, first.waitFor());
            acquireForReal().close();
            assertEquals(List.of(), messages);
        } finally {
            first.destroyForcibly();
        }
    }

    @Test
    @Timeout(60)
    void aKilledProcessesLockIsTakenOverAtOnce() throws Exception {
        var killed = start();
        assertEquals("locked", line(killed));
        killed.destroyForcibly().waitFor();
        try (var lock = acquireForReal()) {
            lock.check();
            assertEquals(1, messages.size());
            var message = messages.get(0);
            assertTrue(message.contains("process " + killed.pid() + " is gone"), message);
            var second = start();
            assertEquals("in use", line(second));
            assertEquals(0, second.waitFor());
        }
        assertEquals(List.of(), store.list(directory.toString()));
    }

    /** What a killed run may leave on a file system that does not show contents at once. */
    @Test
    void aLockWithoutContentIsRespectedUntilItIsOld() throws IOException {
        var file = Files.createFile(directory.resolve("lock.json"));
        Files.setLastModifiedTime(file, FileTime.from(clock.instant()));
        assertTrue(refused().contains("lock.json cannot be read"));
        clock.pass(RunLock.INTERVAL.multipliedBy(RunLock.MISSED).plusSeconds(1));
        acquire().close();
    }

    @Test
    void anotherMachinesLockIsTakenOverWhenItsHeartbeatStops() throws IOException {
        var other = foreign();
        store.write(lockFile(), other.bytes());
        clock.pass(DEAD);
        assertTrue(refused().contains("process 17 on elsewhere (application app-1)"));
        clock.pass(Duration.ofSeconds(1));
        acquire().close();
        assertTrue(messages.get(0).contains("no heartbeat since"), messages.get(0));
    }

    @Test
    void aFutureHeartbeatIsAlive() throws IOException {
        store.write(lockFile(), foreign().bytes());
        clock.pass(DEAD.negated().multipliedBy(3));
        refused();
    }

    /** Whatever else wrote it, a lock holds the directory for two minutes from its writing. */
    @ParameterizedTest
    @CsvSource({
        "heartbeat, +1000000000-12-31T23:59:59Z",
        "heartbeat, 2999-01-01T00:00:00Z",
        "intervalMillis, -1",
        "intervalMillis, 0",
        "intervalMillis, 9223372036854775807",
        "pid, -1",
        "pid, 0",
        "id, ../../x",
        "started, yesterday",
    })
    void aLockThatNoRunWroteIsTakenOverWhenItsFileIsOld(String key, String value)
            throws IOException {
        write(key, value);
        clock.pass(DEAD.minusSeconds(1));
        assertTrue(refused().contains("its lock can be taken over from "), refused());
        clock.pass(RunLock.INTERVAL.multipliedBy(RunLock.MISSED));
        acquire().close();
        assertEquals(List.of(), store.list(directory.toString()));
    }

    @ParameterizedTest
    @CsvSource({
        "heartbeat, -1000000000-01-01T00:00:00Z",
        "heartbeat, 1970-01-01T00:00:00Z",
    })
    void aLockOfThePastIsDead(String key, String value) throws IOException {
        write(key, value);
        acquire().close();
        assertTrue(messages.get(0).contains("no heartbeat since " + value), messages.get(0));
    }

    @ParameterizedTest
    @CsvSource({
        "started, +1000000000-12-31T23:59:59Z",
        "started, -1000000000-01-01T00:00:00Z",
        "processStarted, -1000000000-01-01T00:00:00Z",
        "processStarted, +1000000000-12-31T23:59:59Z",
        "pid, 9223372036854775807",
    })
    void timesThatDoNotMatterAreRead(String key, String value) throws IOException {
        write(key, value);
        assertTrue(refused().contains("is in use by process "), refused());
    }

    @Test
    void aLockWhoseFileIsOfTheFutureNamesTheClocksAndTheRemedy() throws IOException {
        write("heartbeat", "2999-01-01T00:00:00Z");
        var file = directory.resolve("lock.json");
        Files.setLastModifiedTime(file, FileTime.from(Instant.parse("2400-01-01T00:00:00Z")));
        var message = refused();
        assertTrue(message.contains("fix the clocks"), message);
        assertTrue(message.contains("delete its lock.json"), message);
    }

    /**
     * Another machine's lock, as it is but for one field, in a file that is as old as the clock.
     */
    private void write(String key, String value) throws IOException {
        var mapper = new ObjectMapper();
        var tree = (ObjectNode) mapper.readTree(foreign().bytes());
        if (value.matches("-?\\d+")) {
            tree.put(key, Long.parseLong(value));
        } else {
            tree.put(key, value);
        }
        store.write(lockFile(), mapper.writeValueAsBytes(tree));
        Files.setLastModifiedTime(directory.resolve("lock.json"), FileTime.from(clock.instant()));
    }

    @Test
    void aProcessIdThatIsUsedAgainIsNotTheOwner() throws IOException {
        var me = LockRecord.ofThisProcess("app-1", clock.instant(), INTERVAL);
        store.write(lockFile(), me.bytes());
        assertTrue(refused().contains("process " + me.pid()));
        var earlier =
                new LockRecord(
                        me.id(),
                        me.host(),
                        me.processes(),
                        me.pid(),
                        me.processStarted().map(start -> start.minusSeconds(3600)),
                        me.application(),
                        me.started(),
                        me.heartbeat(),
                        me.interval());
        store.write(lockFile(), earlier.bytes());
        acquire().close();
        assertTrue(messages.get(0).contains("belongs to another process now"), messages.get(0));
    }

    @Test
    void theSameIdInAnotherContainerSaysNothing() throws IOException {
        var me = LockRecord.ofThisProcess("app-1", clock.instant(), INTERVAL);
        var elsewhere =
                new LockRecord(
                        me.id(),
                        me.host(),
                        "pid:[1]",
                        Integer.MAX_VALUE,
                        me.processStarted(),
                        me.application(),
                        me.started(),
                        me.heartbeat(),
                        me.interval());
        store.write(lockFile(), elsewhere.bytes());
        refused();
    }

    @Test
    void heartbeatsKeepTheLock() throws IOException {
        try (var lock = acquire()) {
            for (int i = 0; i < 3; i++) {
                clock.pass(DEAD);
                lock.beat();
                refused();
            }
        }
        acquire().close();
    }

    @Test
    void aRunThatLostItsLockIsToldAndLeavesTheOthersAlone() throws IOException {
        var paused = acquire();
        store.write(lockFile(), foreign().bytes());
        clock.pass(INTERVAL);
        paused.check();
        paused.beat();
        var e = assertThrows(DirectoryInUseException.class, paused::check);
        assertTrue(
                e.getMessage().contains("taken over by process 17 on elsewhere"), e.getMessage());
        paused.close();
        assertTrue(Files.readString(directory.resolve("lock.json")).contains("elsewhere"));
    }

    @Test
    void aHeartbeatThatFailsIsReportedAndTriedAgain() throws IOException {
        var failing = new FailingStore();
        var lock =
                RunLock.acquire(failing, directory.toString(), "", messages::add, clock, INTERVAL);
        failing.fails = true;
        lock.beat();
        assertTrue(messages.get(0).contains("no route to host"), messages.get(0));
        assertDoesNotThrow(lock::check);
        failing.fails = false;
        var before = Files.readString(directory.resolve("lock.json"));
        clock.pass(INTERVAL);
        lock.beat();
        assertNotEquals(before, Files.readString(directory.resolve("lock.json")));
        assertEquals(1, messages.size());
        failing.fails = true;
        assertDoesNotThrow(lock::close);
        assertEquals(2, messages.size());
    }

    @Test
    void ofSeveralThatFindADeadLockNoneRemovesTheWinners() throws IOException {
        store.write(lockFile(), foreign().bytes());
        clock.pass(DEAD.plusSeconds(1));
        // Another run has claimed the takeover and is at it.
        var claim = Store.child(directory.toString(), "lock-takeover-" + foreign().id() + ".json");
        store.write(claim, LockRecord.ofThisProcess("app-2", clock.instant(), INTERVAL).bytes());
        assertTrue(refused().contains("app-2"));
        assertTrue(Files.readString(directory.resolve("lock.json")).contains("elsewhere"));
        // It died before it was done.
        clock.pass(DEAD.plusSeconds(1));
        acquire().close();
        assertFalse(store.exists(claim));
    }

    @Test
    @Timeout(60)
    void ofManyThatTakeOverAtOnceOneWins() throws Exception {
        int runs = 8;
        for (int repetition = 0; repetition < 50; repetition++) {
            var dead = foreign();
            store.write(lockFile(), dead.bytes());
            clock.now = dead.heartbeat().plus(DEAD).plusSeconds(1);
            var winners = new AtomicInteger();
            var pool = Executors.newFixedThreadPool(runs);
            var together = new CyclicBarrier(runs);
            var tasks = new ArrayList<Callable<Void>>();
            for (int i = 0; i < runs; i++) {
                tasks.add(
                        () -> {
                            together.await();
                            try {
                                RunLock.acquire(
                                        store,
                                        directory.toString(),
                                        "",
                                        message -> {},
                                        clock,
                                        INTERVAL);
                                winners.incrementAndGet();
                            } catch (DirectoryInUseException e) {
                                assertTrue(e.getMessage().contains("run.dir"), e.getMessage());
                            }
                            return null;
                        });
            }
            for (var task : pool.invokeAll(tasks)) {
                task.get();
            }
            pool.shutdown();
            assertEquals(1, winners.get());
            assertEquals(List.of("lock.json"), store.list(directory.toString()));
        }
    }

    private RunLock acquire() throws IOException {
        return RunLock.acquire(store, directory.toString(), "", messages::add, clock, INTERVAL);
    }

    private RunLock acquireForReal() throws IOException {
        return RunLock.acquire(store, directory.toString(), "app-test", messages::add);
    }

    private String refused() {
        return assertThrows(DirectoryInUseException.class, this::acquire).getMessage();
    }

    private String lockFile() {
        return Store.child(directory.toString(), "lock.json");
    }

    private static LockRecord foreign() {
        var start = new SetClock().instant();
        return new LockRecord(
                "8d0f", "elsewhere", "", 17, Optional.of(start), "app-1", start, start, INTERVAL);
    }

    private Process start() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Owner.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    private static String line(Process process) throws IOException {
        return new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))
                .readLine();
    }

    private static final class SetClock extends Clock {
        private Instant now = Instant.parse("2026-01-02T03:04:05Z");

        void pass(Duration time) {
            now = now.plus(time);
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    /** Files of this machine, out of reach at will. */
    private static final class FailingStore implements Store {
        private final Store files = new LocalStore();
        private boolean fails;

        private Store files() throws IOException {
            if (fails) {
                throw new IOException("no route to host");
            }
            return files;
        }

        @Override
        public InputStream read(String path) throws IOException {
            return files().read(path);
        }

        @Override
        public void write(String path, Content content) throws IOException {
            files().write(path, content);
        }

        @Override
        public boolean createNew(String path, byte[] bytes) throws IOException {
            return files().createNew(path, bytes);
        }

        @Override
        public boolean exists(String path) throws IOException {
            return files().exists(path);
        }

        @Override
        public List<String> list(String path) throws IOException {
            return files().list(path);
        }

        @Override
        public boolean isDirectory(String path) throws IOException {
            return files().isDirectory(path);
        }

        @Override
        public Set<String> directories(String path) throws IOException {
            return files().directories(path);
        }

        @Override
        public void delete(String path) throws IOException {
            files().delete(path);
        }

        @Override
        public void deleteIfEmpty(String path) throws IOException {
            files().deleteIfEmpty(path);
        }

        @Override
        public long length(String path) throws IOException {
            return files().length(path);
        }

        @Override
        public Instant modified(String path) throws IOException {
            return files().modified(path);
        }
    }
}
