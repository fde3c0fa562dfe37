package unroll.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.io.LocalStore;
import unroll.task.Generation;
import unroll.task.Generation.Beam;
import unroll.task.Generation.Sampling;
import unroll.task.TrainedModel;

final class TextPredictionTest {
    @TempDir private Path folder;

    private TrainedModel model(SmallModels kind, String... settings) throws IOException {
        var directory = folder.resolve(kind.name()).toString();
        kind.write(directory);
        return SavedModel.open(new LocalStore(), directory, List.of(settings)).trained();
    }

    private static List<String> predict(TrainedModel model, String text) {
        return TextPrediction.lines(model, text);
    }

    @Test
    void aTextIsTruncatedAsRowsAre() throws IOException {
        var model = model(SmallModels.CLASSIFY, "text.maxLength=2");
        assertEquals(predict(model, "good bad"), predict(model, "good bad film good"));
        assertNotEquals(predict(model, "good bad"), predict(model, "good film"));
    }

    /** The model continues and measures rows of any length, as it was trained. */
    @Test
    void aTextOfALanguageModelIsNotTruncated() throws IOException {
        var model = model(SmallModels.LANGUAGE);
        var text = "good bad film ".repeat(200);
        assertNotEquals(predict(model, text + "good"), predict(model, text + "bad"));
        var shared = model(SmallModels.LANGUAGE, "text.maxLength=2");
        assertEquals(predict(model, text), predict(shared, text));
    }

    @Test
    void aTextThatRowsMayNotHoldIsRefused() throws IOException {
        for (var kind : List.of(SmallModels.CLASSIFY, SmallModels.LANGUAGE)) {
            var model = model(kind);
            for (var text :
                    List.of("", " \n", "...", "...\n", "caf\uFFFD", "good ".repeat(240_000))) {
                var e = assertThrows(DataException.class, () -> predict(model, text));
                assertTrue(e.getMessage().startsWith("--text: expected"), e.getMessage());
            }
        }
    }

    private static List<String> continued(TrainedModel model, String text, Generation generation) {
        var written = new StringBuilder();
        TextPrediction.continueText(model, text, generation, written::append);
        return written.toString().lines().toList();
    }

    @Test
    void aLanguageModelContinuesATextOrNothing() throws IOException {
        var model = model(SmallModels.LANGUAGE);
        for (var text : List.of("", "good film")) {
            var lines = continued(model, text, Generation.of(5, 1));
            assertEquals(1, lines.size());
            var line = lines.get(0);
            assertEquals(5, line.split(" ").length, line);
            assertTrue(SmallModels.WORDS.containsAll(List.of(line.split(" "))), line);
        }
    }

    @Test
    void samplesDifferAndTheFirstIsThatOfOne() throws IOException {
        var model = model(SmallModels.LANGUAGE);
        var three = continued(model, "good", new Generation(20, 3, Sampling.of(1)));
        assertEquals(3, Set.copyOf(three).size());
        assertEquals(continued(model, "good", Generation.of(20, 1)).get(0), three.get(0));
        assertEquals(three, continued(model, "good", new Generation(20, 3, Sampling.of(1))));
    }

    @Test
    void withoutTemperatureNoSeedMatters() throws IOException {
        var model = model(SmallModels.LANGUAGE);
        assertEquals(
                continued(model, "good", new Generation(20, 1, new Sampling(1, 0, 0, 1, 1))),
                continued(model, "good", new Generation(20, 1, new Sampling(2, 0, 0, 1, 1))));
    }

    @Test
    void aBeamFindsSeveralContinuationsALineEach() throws IOException {
        var model = model(SmallModels.LANGUAGE);
        for (var text : List.of("", "good film")) {
            var lines = continued(model, text, new Generation(5, 3, new Beam(4, 1)));
            assertEquals(3, Set.copyOf(lines).size());
            for (var line : lines) {
                assertEquals(5, line.split(" ").length, line);
            }
            var best = continued(model, text, new Generation(5, 1, new Beam(4, 1)));
            assertEquals(lines.subList(0, 1), best);
        }
    }

    @Test
    void onlyALanguageModelContinuesATextAndOnlyAModelOfWordsReadsOne() throws IOException {
        var classifier = model(SmallModels.CLASSIFY);
        var steps =
                assertThrows(
                        ConfigurationException.class,
                        () -> continued(classifier, "good", Generation.of(5, 1)));
        assertEquals(
                "--steps: expected a language model, which continues a text, got one of task classify",
                steps.getMessage());
        var numbers = model(SmallModels.FORECAST);
        var e = assertThrows(DataException.class, () -> predict(numbers, "good"));
        assertTrue(e.getMessage().contains("use --data"), e.getMessage());
    }
}
