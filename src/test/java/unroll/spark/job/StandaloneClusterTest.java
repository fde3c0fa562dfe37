package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.cli.Commands;
import unroll.cli.Main;
import unroll.io.LocalStore;
import unroll.io.model.Checkpoints;
import unroll.spark.Cluster;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

/**
 * The main class as it is submitted, on a real cluster of two executor processes: whatever happens
 * to them or to the driver, the bits are those of one thread.
 */
@Tag("slow")
final class StandaloneClusterTest {
    private static final int EXECUTORS = 2;

    @TempDir private static Path folder;
    private static Cluster cluster;
    private static Map<String, byte[]> expected;

    @BeforeAll
    static void start() throws Exception {
        assumeTrue(
                Cluster.possible(),
                "no Spark in " + Cluster.home() + ": mvn process-test-classes puts it there");
        write("train", 240, 1);
        write("test", 40, 2);
        expected = onThreads("one", 1);
        cluster = Cluster.start(folder.resolve("cluster"), EXECUTORS, "1g");
    }

    @AfterAll
    static void end() {
        if (cluster != null) {
            cluster.close();
        }
    }

    /** The label says which of two words comes first. */
    private static void write(String part, int count, int seed) throws IOException {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            boolean first = random.nextBoolean();
            lines.add(
                    "{\"text\": \"%s w%d x%d %s\", \"label\": %d, \"rating\": %d}"
                            .formatted(
                                    first ? "good" : "bad",
                                    random.nextInt(9),
                                    random.nextInt(9),
                                    first ? "bad" : "good",
                                    first ? 1 : 0,
                                    first ? 7 + i % 2 : 3));
        }
        Files.createDirectories(folder.resolve(part));
        Files.write(folder.resolve(part + "/a.json"), lines);
    }

    private static String yaml(String run) {
        return """
        task: classify
        run: {dir: %1$s/%2$s, seed: 3}
        data:
          train: {format: json, path: %1$s/train}
          test: {format: json, path: %1$s/test}
          validation: 0.2
          shards: 4
        text: {vocabulary: 50, minCount: 1, unknownBuckets: 2, maxLength: 20}
        model: {embedding: 8, layers: [{cell: lstm, size: 8, bidirectional: true}], pooling: max}
        training: {epochs: 12, batch: 8, batchTokens: 400, optimizer: {name: adam, rate: 0.02}}
        sync: {strategy: average, every: 2}
        baseline: false
        """
                .formatted(folder, run);
    }

    /** Trains in this process. */
    private static Map<String, byte[]> onThreads(String run, int threads, String... overrides)
            throws IOException {
        return onThreads(run, yaml(run), threads, overrides);
    }

    private static Map<String, byte[]> onThreads(
            String run, String yaml, int threads, String... overrides) throws IOException {
        var conf = Tasks.reader().read(yaml, "test", List.of(overrides));
        LocalSession.open(threads); // closed by the job
        Commands.train(conf, false, "", new PrintStream(OutputStream.nullOutputStream()));
        return numbers(run);
    }

    /** Every file of numbers in the model and in the last checkpoint. */
    private static Map<String, byte[]> numbers(String run) throws IOException {
        var numbers = new TreeMap<String, byte[]>();
        var directory = folder.resolve(run);
        try (var checkpoints = Files.list(directory.resolve("checkpoints"))) {
            var last = checkpoints.max(Comparator.naturalOrder()).orElseThrow();
            for (var part : List.of(directory.resolve("model"), last)) {
                try (var files = Files.newDirectoryStream(part, "*.safetensors")) {
                    for (var file : files) {
                        numbers.put(
                                directory.relativize(file).toString(), Files.readAllBytes(file));
                    }
                }
            }
        }
        assertTrue(numbers.size() > 2, "theta, moments and the model in " + numbers.keySet());
        return numbers;
    }

    private static void assertExpected(Map<String, byte[]> actual) {
        assertEqual(expected, actual);
    }

    private static void assertEqual(Map<String, byte[]> expected, Map<String, byte[]> actual) {
        assertEquals(expected.keySet(), actual.keySet());
        expected.forEach((file, bytes) -> assertArrayEquals(bytes, actual.get(file), file));
    }

    private static Process submit(String run) throws IOException {
        return submit(run, yaml(run));
    }

    private static Process submit(String run, String yaml) throws IOException {
        var file = Files.writeString(folder.resolve(run + ".yaml"), yaml).toString();
        return cluster.submit(
                output(run),
                "--master",
                cluster.master(),
                "--executor-memory",
                "512m",
                "--total-executor-cores",
                Integer.toString(EXECUTORS),
                "--conf",
                "spark.scheduler.minRegisteredResourcesRatio=1",
                "--class",
                Main.class.getName(),
                "spark-internal",
                "train",
                file);
    }

    private static Path output(String run) {
        return folder.resolve(run + ".txt");
    }

    private static void assertEnds(int code, String run, Process process) throws Exception {
        assertTrue(process.waitFor(600, TimeUnit.SECONDS), run + " does not end");
        assertEquals(
                code, process.exitValue(), Files.readString(output(run), StandardCharsets.UTF_8));
    }

    /** Waits for a checkpoint of this round or a later one: older ones are deleted. */
    private static void awaitRound(String run, int round, Process process) throws Exception {
        while (process.isAlive() && lastRound(run) < round) {
            Thread.sleep(20);
        }
        assertTrue(process.isAlive(), () -> "ended too early, see " + output(run));
    }

    /** The last round with a finished checkpoint; -1 while there is none. */
    private static int lastRound(String run) throws IOException {
        var store = new LocalStore();
        var rounds = new Checkpoints(store, folder.resolve(run).toString()).rounds();
        return rounds.isEmpty() ? -1 : rounds.get(rounds.size() - 1);
    }

    @Test
    void twoExecutorsGiveTheBitsOfOneThread() throws Exception {
        long before = cluster.started();
        var process = submit("two");
        assertEnds(0, "two", process);
        assertEquals(EXECUTORS, cluster.started() - before);
        assertExpected(numbers("two"));
        assertExpected(onThreads("threads", 2));
        assertExpected(onThreads("scalar", 2, "kernels=scalar"));
    }

    /** An epoch of a configuration for a sample. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "multilabel",
                "keyterms",
                "tag",
                "frames",
                "language",
                "forecast",
                "speech",
                "translate",
                "parse",
                "autoencode",
                "caption"
            })
    void twoExecutorsGiveTheBitsOfOneThreadInEachTask(String task) throws Exception {
        var yaml =
                Files.readString(Path.of("conf", task + ".yaml"))
                        .replaceAll("epochs: \\d+", "epochs: 1")
                        .replace("data-samples/", Path.of("data-samples").toAbsolutePath() + "/");
        var here = yaml.replaceFirst("dir: [^,]+", "dir: " + folder + "/" + task + "-one");
        var there = yaml.replaceFirst("dir: [^,]+", "dir: " + folder + "/" + task);
        var bits = onThreads(task + "-one", here, 1);
        assertEnds(0, task, submit(task, there));
        assertEqual(bits, numbers(task));
    }

    @Test
    void twoExecutorsGiveTheBitsOfOneThreadForOrderedClasses() throws Exception {
        var yaml = yaml("ordinal").replace("/train}", "/train, label: rating}");
        var ordinal =
                yaml.replace("training: {epochs: 12", "training: {classLoss: ordinal, epochs: 2");
        assertOneThreadGivesTheSameBits("ordinal", ordinal);
    }

    /** Texts have different numbers of n-grams, so a feature has different values. */
    @Test
    void twoExecutorsGiveTheBitsOfOneThreadForARegressionOfNGrams() throws Exception {
        var wide =
                yaml("wide")
                        .replace("model: {", "model: {wide: {start: regression, learns: apart}, ")
                        .replace("epochs: 12", "epochs: 2");
        assertOneThreadGivesTheSameBits("wide", wide);
    }

    private static void assertOneThreadGivesTheSameBits(String run, String yaml) throws Exception {
        var here = yaml.replace(folder + "/" + run, folder + "/" + run + "-one");
        var bits = onThreads(run + "-one", here, 1);
        assertEnds(0, run, submit(run, yaml));
        assertEqual(bits, numbers(run));
    }

    @Test
    void aKilledExecutorIsReplacedAndChangesNothing() throws Exception {
        long before = cluster.started();
        var process = submit("lost");
        awaitRound("lost", 3, process);
        var executors = cluster.executors();
        assertEquals(EXECUTORS, executors.size());
        assertTrue(executors.get(0).destroyForcibly()); // SIGKILL
        assertEnds(0, "lost", process);
        assertEquals(EXECUTORS + 1, cluster.started() - before);
        assertExpected(numbers("lost"));
    }

    @Test
    void aStoppedAndThenKilledDriverGoesOnToTheSameBits() throws Exception {
        var stopped = submit("driver");
        awaitRound("driver", 3, stopped);
        stopped.destroy(); // SIGTERM
        assertEnds(143, "driver", stopped);
        var killed = submit("driver");
        awaitRound("driver", 12, killed);
        killed.destroyForcibly(); // SIGKILL
        assertEnds(128 + 9, "driver", killed);
        assertEnds(0, "driver", submit("driver"));
        assertTrue(Files.readString(output("driver")).contains("resumes from"));
        assertExpected(numbers("driver"));
    }
}
