package unroll.spark.baseline;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.measure.Metric;
import unroll.spark.LocalSession;
import unroll.spark.TinyModel;

final class BaselineTest {
    @TempDir Path folder;

    private final List<String> notes = new ArrayList<>();
    private List<String> labels = List.of("neg", "pos");

    /**
     * Each text has two of many words; its label is that of the pair, which single words do not
     * tell.
     */
    private static List<String> reviews(int count, int seed) {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (int i = 0; i < count; i++) {
            boolean not = random.nextBoolean();
            boolean good = random.nextBoolean();
            lines.add(
                    "{\"text\": \"%s %s x%d\", \"label\": \"%s\"}"
                            .formatted(
                                    not ? "不" : "很",
                                    good ? "好" : "坏",
                                    random.nextInt(9),
                                    not == good ? "neg" : "pos"));
        }
        return lines;
    }

    private Baseline.Result run(int cores, String train, String... overrides) throws IOException {
        var all = new ArrayList<String>(List.of(overrides));
        all.add("data.train.path=" + folder.resolve(train));
        all.add("data.test={format: json, path: " + folder.resolve("test") + "}");
        var conf = TinyModel.configuration(all.toArray(new String[0]));
        notes.clear();
        try (var session = LocalSession.open(cores)) {
            return new Baseline(session, conf, labels).run(notes::add);
        }
    }

    @Test
    void pairsOfWordsTellWhatSingleOnesDoNot() throws IOException {
        var lines = reviews(300, 1);
        Files.write(Files.createDirectories(folder.resolve("one")).resolve("a.json"), lines);
        Collections.shuffle(lines, new Random(2));
        Files.createDirectories(folder.resolve("two"));
        Files.write(folder.resolve("two/a.json"), lines.subList(0, 250));
        Files.write(folder.resolve("two/b.json"), lines.subList(250, 300));
        Files.write(
                Files.createDirectories(folder.resolve("test")).resolve("a.json"), reviews(60, 3));
        var one = run(1, "one", "data.validation=0.2");
        assertEquals(1.0, one.measured().figure(Metric.ACCURACY));
        assertEquals(60, one.measured().counts().get("examples"));
        assertEquals(Baseline.REGULARISATIONS.size(), notes.size());
        var two = run(2, "two", "data.validation=0.2");
        assertEquals(one.measured().tree().get("logLoss"), two.measured().tree().get("logLoss"));
        assertEquals(one.regularisation(), two.regularisation());
        // Without a validation set there is nothing to choose by.
        assertTrue(run(2, "two", "data.validation=0").measured().figure(Metric.ACCURACY) > 0.9);
        assertEquals(List.of(), notes);
    }

    @Test
    void withoutATermOfTwoTextsThereIsNoBaseline() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 20; i++) {
            lines.add(
                    "{\"text\": \"only%d\", \"label\": \"%s\"}"
                            .formatted(i, i % 2 == 0 ? "neg" : "pos"));
        }
        for (var part : List.of("unique", "test")) {
            Files.write(Files.createDirectories(folder.resolve(part)).resolve("a.json"), lines);
        }
        var none = assertThrows(DataException.class, () -> run(1, "unique", "data.validation=0.2"));
        assertTrue(none.getMessage().contains("two training texts"), none.getMessage());
    }

    @Test
    void moreClassesThanTheDriverCanHoldAreRefused() throws IOException {
        var lines = new ArrayList<String>();
        for (int i = 0; i < 2000; i++) {
            lines.add("{\"text\": \"w%d\", \"label\": \"l0\"}".formatted(i / 2));
        }
        for (var part : List.of("many", "test")) {
            Files.write(Files.createDirectories(folder.resolve(part)).resolve("a.json"), lines);
        }
        labels = IntStream.range(0, 200_000).mapToObj(k -> "l" + k).toList();
        var none =
                assertThrows(
                        ConfigurationException.class, () -> run(1, "many", "data.validation=0"));
        assertTrue(none.getMessage().contains("200,000 classes of 1,000 terms"), none.getMessage());
    }
}
