package unroll.io.run;

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
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;
import unroll.io.CorruptFileException;
import unroll.io.Json;
import unroll.io.Store;
import unroll.message.Printable;

/**
 * The content of {@code lock.json}: the run that wrote it.
 *
 * @param id unique to this lock
 * @param host empty if the machine has no name
 * @param processes namespace of the process id: containers that share a host's name have their own.
 *     Empty on systems without namespaces
 * @param pid process id; 0 when the lock could not be read
 * @param processStarted start of the process, which distinguishes it from a later process with the
 *     same id; empty if the system does not report it
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

    /**
     * Tolerance for the start of a process: systems derive it from their boot time, which moves
     * when the clock is corrected.
     */
    private static final Duration SAME_START = Duration.ofSeconds(10);

    /** The form of an id, which becomes part of a file name. */
    private static final Pattern ID = Pattern.compile("[0-9A-Za-z-]{1,64}");

    private static final Duration LONGEST_INTERVAL = Duration.ofHours(1);

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

    /** Returns why the owner is dead; empty when it may be alive. */
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
        boolean reused =
                startOf(process.get())
                        .flatMap(start -> processStarted.map(then -> Duration.between(then, start)))
                        .filter(difference -> difference.abs().compareTo(SAME_START) > 0)
                        .isPresent();
        return reused
                ? Optional.of("process id " + pid + " belongs to another process now")
                : Optional.empty();
    }

    /** Returns a description of the owner. */
    String owner() {
        if (pid == 0) {
            return "an unknown run (lock.json cannot be read: it is being written, or its writer died)";
        }
        return String.format(
                Locale.ROOT,
                "process %d on %s%s",
                pid,
                host.isEmpty() ? "a host without a name" : Printable.brief(host),
                application.isEmpty() ? "" : " (application " + Printable.brief(application) + ")");
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
     * Reads a lock. A lock that is incomplete, because its owner is writing it or died while doing
     * so, or that no run can have written, counts as that of an unknown run whose last heartbeat is
     * the file's time. A heartbeat later than the file's time is replaced by that time.
     *
     * @throws java.io.FileNotFoundException if there is none
     */
    static LockRecord read(Store store, String path) throws IOException {
        var written = store.modified(path);
        try {
            var tree = Json.read(store, path, "delete it");
            var id = text(tree, "id");
            long pid = tree.path("pid").asLong();
            var interval = Duration.ofMillis(tree.path("intervalMillis").asLong());
            if (!ID.matcher(id).matches()
                    || pid <= 0
                    || interval.isZero()
                    || interval.isNegative()
                    || interval.compareTo(LONGEST_INTERVAL) > 0) {
                return unknown(written);
            }
            var heartbeat = Instant.parse(text(tree, "heartbeat"));
            var latest = written.plus(interval.multipliedBy(RunLock.MISSED));
            return new LockRecord(
                    id,
                    text(tree, "host"),
                    text(tree, "processes"),
                    pid,
                    tree.has("processStarted")
                            ? Optional.of(Instant.parse(text(tree, "processStarted")))
                            : Optional.empty(),
                    text(tree, "application"),
                    Instant.parse(text(tree, "started")),
                    heartbeat.isAfter(latest) ? written : heartbeat,
                    interval);
        } catch (CorruptFileException | DateTimeException e) {
            return unknown(written);
        }
    }

    private static LockRecord unknown(Instant written) {
        return new LockRecord(
                "unknown", "", "", 0, Optional.empty(), "", written, written, RunLock.INTERVAL);
    }

    private static String text(JsonNode tree, String key) {
        return tree.path(key).asText();
    }

    private static Optional<Instant> startOf(ProcessHandle process) {
        return process.info().startInstant();
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
