package unroll.spark.prepare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.Configuration;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.encode.row.Reason;
import unroll.io.LocalStore;
import unroll.io.run.RunDirectory;
import unroll.spark.LocalSession;
import unroll.spark.SparkErrors;
import unroll.task.LabelCounts;
import unroll.task.registry.Tasks;
import unroll.train.ExitCode;

final class PreparationTest {
    @TempDir Path folder;

    private final List<String> notes = new ArrayList<>();

    /**
     * @param validation a share, or the path of a source
     */
    private Configuration configuration(
            String path, String validation, int shards, double maxRejected, String... overrides) {
        boolean share = validation.startsWith("0");
        return Tasks.reader()
                .read(
                        """
                run: {dir: DIR/run, seed: 7}
                data:
                  train: {format: json, path: DIR/%s}
                  validation: %s
                  shards: %d
                  maxRejected: %s
                text: {vocabulary: 20, minCount: 2, unknownBuckets: 4, maxLength: 12}
                """
                                .formatted(
                                        path,
                                        share
                                                ? validation
                                                : "{format: json, path: DIR/" + validation + "}",
                                        shards,
                                        maxRejected)
                                .replace("DIR", folder.toString()),
                        "test",
                        List.of(overrides));
    }

    /** Everything that training sees of the prepared data. */
    private List<String> prepare(SparkSession session, Configuration conf) {
        var rejections =
                new Rejections(
                        RejectedRows.to(
                                () -> new RunDirectory(new LocalStore(), conf.run().dir()),
                                session),
                        conf.data().maxRejected(),
                        notes::add);
        try (var preparation = new ExamplePreparation(session, conf, rejections, notes::add)) {
            var seen = new ArrayList<String>();
            seen.add(preparation.fingerprint());
            seen.add(rejections.byPart().toString());
            var prepared = preparation.shards(conf.data().shards());
            seen.add(prepared.codec().labels() + " " + prepared.classCounts());
            seen.add(prepared.codec().vocabulary().words().toString());
            seen.add(prepared.trainSizes() + " " + prepared.validationSizes());
            prepared.train().collect().forEach(shard -> seen.add(content(shard)));
            prepared.validation().collect().forEach(shard -> seen.add(content(shard)));
            return seen;
        }
    }

    private List<String> prepare(int cores, Configuration conf) throws IOException {
        try (var session = LocalSession.open(cores)) {
            return prepare(session, conf);
        }
    }

    private static String content(Shard shard) {
        var content = new StringBuilder("shard " + shard.number() + ":");
        for (int i = 0; i < shard.examples(); i++) {
            content.append(' ').append(shard.target(i)).append('/').append(shard.length(i));
        }
        return content.append(" tokens ").append(shard.tokens()).toString();
    }

    private static List<String> reviews(int count) {
        var random = new Random(3);
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            var text = new StringBuilder();
            for (int n = 1 + random.nextInt(20); n > 0; n--) {
                text.append("word")
                        .append((int) (30 * Math.pow(random.nextDouble(), 2)))
                        .append(' ');
            }
            lines.add("{\"text\": \"%s\", \"label\": %d}".formatted(text, random.nextInt(3)));
        }
        return lines;
    }

    private void write(String file, List<String> lines) throws IOException {
        var path = folder.resolve(file);
        Files.createDirectories(path.getParent());
        Files.write(path, lines);
    }

    @Test
    void filesTheirOrderAndCoresDoNotShow() throws IOException {
        var lines = new ArrayList<>(reviews(400));
        lines.add("{\"text\": null, \"label\": 1}");
        write("one/a.json", lines);
        Collections.shuffle(lines, new Random(1));
        write("many/a.json", lines.subList(0, 10));
        write("many/b.json", lines.subList(10, 150));
        write("many/c.json", lines.subList(150, lines.size()));
        var share = "0.2";
        var one = prepare(1, configuration("one", share, 3, 0.1));
        var many = prepare(2, configuration("many", share, 3, 0.1));
        assertEquals(one, many);
        assertTrue(one.get(2).startsWith("[0, 1, 2]"), one.get(2));
        assertEquals(5 + 3 + 3, one.size());
    }

    /**
     * Numbers among labels are spelt as labels are; a label that only validation has is unknown.
     */
    @Test
    void textsHaveAsManyLabelsAsTheyHave() throws IOException {
        write(
                "train/a.json",
                List.of(
                        "{\"text\": \"aa bb cc\", \"label\": [\"2\", \"1.0\"]}",
                        "{\"text\": \"bb bb\", \"label\": []}",
                        "{\"text\": \"cc\", \"label\": [\" 2 \", \"2\", \"2\"]}",
                        "{\"text\": \"cc aa\", \"label\": null}"));
        write(
                "validation/a.json",
                List.of(
                        "{\"text\": \"aa\", \"label\": [\"1\"]}",
                        "{\"text\": \"aa\", \"label\": [\"1\", \"3\"]}"));
        var conf =
                Tasks.reader()
                        .read(
                                """
                        task: transcribe
                        run: {dir: DIR/run, seed: 7}
                        data:
                          train: {format: json, path: DIR/train}
                          validation: {format: json, path: DIR/validation}
                          shards: 1
                          maxRejected: 0.5
                        """
                                        .replace("DIR", folder.toString()),
                                "test",
                                List.of());
        try (var session = LocalSession.open(2)) {
            var rejections = new Rejections(RejectedRows.COUNTED, 0.5, notes::add);
            try (var preparation = new ExamplePreparation(session, conf, rejections, notes::add)) {
                var prepared = preparation.shards(conf.data().shards());
                assertEquals(List.of("1", "2"), prepared.codec().labels());
                assertEquals(List.of(1L, 4L), prepared.classCounts());
                assertEquals(
                        Map.of(
                                "train", Map.of(Reason.NO_LABEL, 1L),
                                "validation", Map.of(Reason.UNKNOWN_LABEL, 1L)),
                        rejections.byPart());
                var shard = prepared.train().collect().get(0);
                var found = new TreeMap<Integer, String>();
                for (int i = 0; i < shard.examples(); i++) {
                    found.put(shard.length(i), Arrays.toString(shard.labels(i)));
                }
                assertEquals(Map.of(3, "[1, 0]", 2, "[]", 1, "[1, 1, 1]"), found);
                assertEquals(1, prepared.validationExamples());
            }
        }
    }

    @Test
    void vocabularyIsCountedOnTheTrainingSetWithTiesInTheOrderOfWords() throws IOException {
        write(
                "train/a.json",
                List.of(
                        "{\"text\": \"Bb bb aa aa once cc cc cc\", \"label\": \"x\"}",
                        "{\"text\": \"dd\", \"label\": \"y\"}",
                        "{\"text\": \"dd\", \"label\": \"y\"}"));
        write("validation/a.json", List.of("{\"text\": \"ee ee ee ee\", \"label\": \"y\"}"));
        try (var session = LocalSession.open(2)) {
            var conf = configuration("train", "validation", 2, 0);
            var rejections = new Rejections(RejectedRows.COUNTED, 0, notes::add);
            var prepared =
                    new ExamplePreparation(session, conf, rejections, notes::add)
                            .shards(conf.data().shards());
            assertEquals(List.of("cc", "aa", "bb", "dd"), prepared.codec().vocabulary().words());
            assertEquals(List.of("x", "y"), prepared.codec().labels());
            assertEquals(new LabelCounts(3, List.of(1L, 2L)), prepared.labelCounts());
            assertEquals(3, prepared.trainExamples());
            assertEquals(1, prepared.validationExamples());
            assertEquals(10, prepared.trainTokens());
        }
        assertTrue(notes.stream().noneMatch(note -> note.contains("bad")), notes.toString());
    }

    @Test
    void badRowsOfEachKindAreCountedAndWrittenDown() throws IOException {
        var lines = new ArrayList<>(reviews(50));
        lines.addAll(
                List.of(
                        "{\"text\": null, \"label\": 1}",
                        "{\"text\": \"  \", \"label\": 1}",
                        "{\"text\": \"?!\", \"label\": 1}",
                        "{\"text\": \"no label\"}",
                        "{\"text\": \"damaged \uFFFD letter\", \"label\": 1}",
                        "{\"text\": \"endless%s\", \"label\": 1}".formatted(" ab".repeat(400_000)),
                        "{\"text\": \"corrupt "));
        write("train/a.json", lines);
        write(
                "validation/a.json",
                List.of(
                        "{\"text\": \"fine\", \"label\": 1}",
                        "{\"text\": \"Never seen\", \"label\": 9}"));
        Files.write(
                folder.resolve("train/b.json"),
                "{\"text\": \"not UTF-8: \u00e9t\u00e9\", \"label\": 1}\n"
                        .getBytes(StandardCharsets.ISO_8859_1));
        var validation = "validation";
        var seen = prepare(2, configuration("train", validation, 2, 0.5));
        var expected = new TreeMap<String, Map<Reason, Long>>();
        var train = new TreeMap<Reason, Long>();
        train.put(Reason.NO_TEXT, 2L);
        train.put(Reason.NO_WORDS, 1L);
        train.put(Reason.NO_LABEL, 1L);
        train.put(Reason.TEXT_TOO_LONG, 1L);
        train.put(Reason.INVALID_CHARACTERS, 1L);
        train.put(Reason.CORRUPT_RECORD, 2L); // bytes that are not UTF-8 are not JSON either
        expected.put("train", train);
        expected.put("validation", new TreeMap<>(Map.of(Reason.UNKNOWN_LABEL, 1L)));
        assertEquals(expected.toString(), seen.get(1));
        var written = rejected("train");
        assertEquals(8, written.size(), written.toString());
        assertTrue(
                written.stream().anyMatch(line -> line.contains("\"text\":\"no label\"")),
                written.toString());
        assertEquals(
                List.of(
                        "{\"reason\":\"label not in the training set\",\"label\":\"9\",\"text\":\"never seen\"}"),
                rejected("validation"));
    }

    @Test
    void unlabelledRowsAreHashedIntoTheTrainingShardsAndTheirWordsCounted() throws IOException {
        write("train/a.json", reviews(40));
        var rows = new ArrayList<String>();
        for (int i = 0; i < 30; i++) {
            rows.add("{\"text\": \"entirely new words %d\"}".formatted(i));
        }
        rows.add("{\"text\": \"  \", \"label\": 5}");
        write("more/a.json", rows);
        var more = "data.unlabelled={path: %s/more}".formatted(folder);
        var virtual = "training.adversarial={epsilon: 5, virtual: true}";
        var plain = prepare(2, configuration("train", "0.1", 2, 0.5));
        var seen = prepare(2, configuration("train", "0.1", 2, 0.5, virtual, more));
        assertTrue(seen.get(0).startsWith(plain.get(0) + "+30-"), seen.get(0));
        assertEquals("{train={}, unlabelled={%s=1}}".formatted(Reason.NO_TEXT), seen.get(1));
        assertEquals(1, rejected("unlabelled").size());
        assertEquals(plain.get(2), seen.get(2), "labels and their counts");
        assertTrue(seen.get(3).contains("entirely, new, words"), seen.get(3));
        for (int shard = 0; shard < 2; shard++) {
            var examples = seen.get(5 + shard).split(" ", -1);
            long unlabelled = Arrays.stream(examples).filter(e -> e.startsWith("-1/4")).count();
            assertTrue(unlabelled > 0 && unlabelled < 30, seen.get(5 + shard));
            assertEquals(
                    labelled(plain.get(5 + shard)), labelled(seen.get(5 + shard)), "the others");
            assertEquals(plain.get(7 + shard), seen.get(7 + shard), "validation");
        }
        write("more/b.json", rows.subList(20, 31));
        write("more/a.json", rows.subList(0, 20));
        assertEquals(seen, prepare(1, configuration("train", "0.1", 2, 0.5, virtual, more)));
    }

    /** The labelled examples of a shard. */
    private static List<String> labelled(String content) {
        return Arrays.stream(content.split(" tokens ", 2)[0].split(" ", -1))
                .filter(example -> !example.startsWith("-1/"))
                .toList();
    }

    private List<String> rejected(String part) throws IOException {
        var lines = new ArrayList<String>();
        try (var files = Files.list(folder.resolve("run/rejected/" + part))) {
            for (var file : files.filter(f -> f.toString().endsWith(".json")).toList()) {
                lines.addAll(Files.readAllLines(file));
            }
        }
        return lines;
    }

    @Test
    void tooManyBadRowsAreRefusedWithTheirReasons() throws IOException {
        var lines = new ArrayList<>(reviews(18));
        lines.add("{\"text\": \"no label\"}");
        lines.add("{\"text\": \"\", \"label\": 1}");
        write("train/a.json", lines);
        var share = "0.1";
        assertEquals(7, prepare(1, configuration("train", share, 1, 0.1)).size());
        var refused =
                assertThrows(
                        DataException.class,
                        () -> prepare(1, configuration("train", share, 1, 0.09)));
        for (var part :
                List.of(
                        "2 of 20",
                        "1 no text",
                        "1 no label",
                        "data.maxRejected",
                        "rejected/train")) {
            assertTrue(refused.getMessage().contains(part), refused.getMessage());
        }
    }

    @Test
    void oneClassIsNotEnough() throws IOException {
        write("train/a.json", List.of("{\"text\": \"a\", \"label\": \"x\"}"));
        var refused =
                assertThrows(
                        DataException.class, () -> prepare(1, configuration("train", "0", 1, 0)));
        assertTrue(refused.getMessage().contains("only the label x"), refused.getMessage());
    }

    /** What a run loses with its executors: cached data, and the files of shuffles. */
    private static void loseEverything(SparkSession session) {
        var context = session.sparkContext();
        JavaSparkContext.fromSparkContext(context)
                .getPersistentRDDs()
                .values()
                .forEach(rdd -> rdd.unpersist(true));
        var outputs = (MapOutputTrackerMaster) context.env().mapOutputTracker();
        for (int shuffle = 0; shuffle < 100; shuffle++) {
            if (outputs.containsShuffle(shuffle)) {
                outputs.unregisterAllMapAndMergeOutput(shuffle);
            }
        }
    }

    private static void changed(Executable work) {
        var known = SparkErrors.known(assertThrows(Exception.class, work));
        assertInstanceOf(DataException.class, known);
        assertTrue(known.getMessage().contains("data.train: "), known.getMessage());
        assertTrue(known.getMessage().contains("has changed"), known.getMessage());
    }

    @Test
    void dataThatChangeUnderARunAreRefused() throws IOException {
        var reviews = reviews(200);
        write("data/a.json", reviews);
        var conf = configuration("data", "0.25", 2, 0);
        try (var session = LocalSession.open(2)) {
            var rejections = new Rejections(RejectedRows.COUNTED, 0, notes::add);
            try (var preparation = new ExamplePreparation(session, conf, rejections, notes::add)) {
                var prepared = preparation.shards(conf.data().shards());
                var first = prepared.train().map(PreparationTest::content).collect();
                loseEverything(session);
                assertEquals(first, prepared.train().map(PreparationTest::content).collect());
                loseEverything(session);
                // As long as before: one word of one row is another.
                reviews.set(7, reviews.get(7).replaceFirst("word.", "wordy"));
                write("data/a.json", reviews);
                changed(() -> prepared.train().count());
                changed(() -> prepared.validation().count());
                Files.delete(folder.resolve("data/a.json"));
                var gone =
                        SparkErrors.known(
                                assertThrows(Exception.class, () -> prepared.train().count()));
                assertEquals(3, ExitCode.of(gone), gone.toString());
                assertTrue(
                        gone.getMessage().contains("data/a.json: it was there when reading began"),
                        gone.getMessage());
                write("data/a.json", reviews);
            }
            // Between the passes of preparation.
            try (var preparation = new ExamplePreparation(session, conf, rejections, notes::add)) {
                loseEverything(session);
                write("data/a.json", reviews.subList(0, 150));
                changed(() -> preparation.shards(2));
            }
        }
    }

    @Test
    void aDocumentThatChangesUnderARunIsRefused() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 300; i++) {
            lines.add("the %d of %d".formatted(i % 7, i % 11));
        }
        write("novel/a.txt", lines);
        var conf =
                Tasks.reader()
                        .read(
                                """
                        task: language
                        run: {dir: DIR/run}
                        data: {train: {format: text, path: DIR/novel, text: value}, validation: 0.1, shards: 2}
                        text: {minCount: 1}
                        bptt: {steps: 5}
                        """
                                        .replace("DIR", folder.toString()),
                                "test",
                                List.of());
        try (var session = LocalSession.open(2)) {
            var rejections = new Rejections(RejectedRows.COUNTED, 0, notes::add);
            try (var preparation = new DocumentPreparation(session, conf, rejections)) {
                var prepared = preparation.shards(conf.data().shards());
                long tokens = prepared.trainTokens();
                loseEverything(session);
                assertEquals(tokens, prepared.train().map(Shard::tokens).reduce(Long::sum));
                loseEverything(session);
                Collections.swap(lines, 1, 2); // the order is content
                write("novel/a.txt", lines);
                changed(() -> prepared.train().count());
            }
        }
    }

    @Test
    void tooFewDistinctRowsToDivideAreTheReason() throws IOException {
        var good = "{\"text\": \"same text\", \"label\": \"good\"}";
        var bad = "{\"text\": \"same text\", \"label\": \"bad\"}";
        var lines = new ArrayList<>(Collections.nCopies(120, good));
        lines.addAll(Collections.nCopies(120, bad));
        write("same/a.json", lines);
        var reasons = new TreeSet<String>();
        try (var session = LocalSession.open(1)) {
            for (int seed = 0; seed < 12; seed++) {
                var conf = configuration("same", "0.5", 1, 0, "run.seed=" + seed);
                var rejections = new Rejections(RejectedRows.COUNTED, 0, notes::add);
                try (var preparation =
                        new ExamplePreparation(session, conf, rejections, notes::add)) {
                    reasons.add(preparation.known().labels().toString());
                } catch (DataException e) {
                    assertTrue(e.getMessage().contains("too few distinct rows"), e.getMessage());
                    reasons.add(e.getMessage().contains("none are left") ? "none" : "one label");
                }
            }
        }
        assertEquals(Set.of("none", "one label", "[bad, good]"), reasons);
    }
}
