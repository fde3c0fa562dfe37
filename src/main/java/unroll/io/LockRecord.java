package unroll.io;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.UUID;

/**
 * What {@code lock.json} says of the run that wrote it.
 *
 * @param id of this lock, unlike any other
 * @param host empty when it has no name
 * @param processes names the set of processes that {@code pid} counts in: containers that share a
 *     host's name have their own. Empty where the system has none
 * @param pid process id; 0 when the lock could not be read
 * @param processStarted start of the process, which a later process of the same id does not share;
 *     empty where the system does not tell
 * @param application id of the Spark application, or empty
 * @param started when the directory was taken
 * @param heartbeat when the lock was last written
 * @param interval between heartbeats
 */
record LockRecord(
        String id,
        String host,
        String processes,
        long pid,
        Optional<Instant> processStarted,
        String application,
        Instant started,
        Instant heartbeat,
        Duration interval) {

    static LockRecord ofThisProcess(String application, Instant now, Duration interval) {
        var process = ProcessHandle.current();
        return new LockRecord(
                UUID.randomUUID().toString(),
                hostName(),
                processNamespace(),
                process.pid(),
                startOf(process),
                application,
                now.truncatedTo(ChronoUnit.SECONDS),
                now.truncatedTo(ChronoUnit.SECONDS),
                interval);
    }

    LockRecord withApplication(String id) {
        return new LockRecord(
                this.id, host, processes, pid, processStarted, id, started, heartbeat, interval);
    }

    LockRecord at(Instant now) {
        var heartbeat = now.truncatedTo(ChronoUnit.SECONDS);
        return new LockRecord(
                id,
                host,
                processes,
                pid,
                processStarted,
                application,
                started,
                heartbeat,
                interval);
    }

    /** Why the owner is dead; empty when it may be alive. */
    Optional<String> whyDead(Instant now) {
        var silent = Duration.between(heartbeat, now);
        if (silent.compareTo(interval.multipliedBy(RunLock.MISSED)) > 0) {
            return Optional.of("no heartbeat since " + heartbeat);
        }
        boolean here =
                pid > 0
                        && !host.isEmpty()
                        && host.equals(hostName())
                        && processes.equals(processNamespace());
        if (!here) {
            return Optional.empty();
        }
        var process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
        if (process.isEmpty()) {
            return Optional.of("process " + pid + " is gone");
        }
        var start = startOf(process.get());
        boolean reused =
                start.isPresent() && processStarted.isPresent() && !start.equals(processStarted);
        return reused
                ? Optional.of("process id " + pid + " belongs to another process now")
                : Optional.empty();
    }

    /** The owner in words. */
    String owner() {
        if (pid == 0) {
            return "a run that is just writing its lock";
        }
        return "process %d on %s%s"
                .formatted(
                        pid,
                        host.isEmpty() ? "a host without a name" : host,
                        application.isEmpty() ? "" : " (application " + application + ")");
    }

    byte[] bytes() {
        var tree =
                Json.MAPPER
                        .createObjectNode()
                        .put("id", id)
                        .put("host", host)
                        .put("processes", processes)
                        .put("pid", pid);
        processStarted.ifPresent(start -> tree.put("processStarted", start.toString()));
        tree.put("application", application)
                .put("started", started.toString())
                .put("heartbeat", heartbeat.toString())
                .put("intervalMillis", interval.toMillis());
        return Json.bytes(tree);
    }

    /**
     * Reads a lock. One that is not whole, since its owner is writing it or died in doing so,
     * counts as that of an unknown run whose last heartbeat is the file's time.
     *
     * @throws java.io.FileNotFoundException when there is none
     */
    static LockRecord read(Store store, String path) throws IOException {
        try {
            var tree = Json.read(store, path, "delete it");
            return new LockRecord(
                    text(tree, "id"),
                    text(tree, "host"),
                    text(tree, "processes"),
                    tree.path("pid").asLong(),
                    tree.has("processStarted")
                            ? Optional.of(Instant.parse(text(tree, "processStarted")))
                            : Optional.empty(),
                    text(tree, "application"),
                    Instant.parse(text(tree, "started")),
                    Instant.parse(text(tree, "heartbeat")),
                    Duration.ofMillis(tree.path("intervalMillis").asLong()));
        } catch (CorruptFileException | DateTimeException e) {
            var written = store.modified(path);
            return new LockRecord(
                    "unknown", "", "", 0, Optional.empty(), "", written, written, RunLock.INTERVAL);
        }
    }

    private static String text(JsonNode tree, String key) {
        return tree.path(key).asText();
    }

    private static Optional<Instant> startOf(ProcessHandle process) {
        return process.info().startInstant().map(start -> start.truncatedTo(ChronoUnit.MILLIS));
    }

    private static String hostName() {
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            return "";
        }
    }

    private static String processNamespace() {
        try {
            return Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString();
        } catch (IOException | UnsupportedOperationException e) {
            return ""; // not Linux
        }
    }
}
