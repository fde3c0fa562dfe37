package unroll.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.encode.Codec;
import unroll.io.CorruptFileException;
import unroll.io.LocalStore;
import unroll.io.model.ModelDirectory.Provenance;
import unroll.nn.Layout;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/**
 * A transcriber that says {@code neg} of every text, with a language model that allows nothing but
 * {@code pos}, in a model that holds a copy of it.
 */
final class LanguageModelTest {
    private static final List<String> LABELS = List.of("neg", "pos");
    private static final String PATH = "transcribe.languageModel.path=";

    @TempDir private Path folder;

    @BeforeEach
    void write() throws IOException {
        save("lm/model", language(List.of("pos")), Optional.empty());
        var conf = conf("transcribe", "transcribe.beam=4", PATH + folder.resolve("lm"));
        var asked = LanguageModel.named(conf, (key, path) -> new LocalStore());
        save("run/model", transcriber(conf), asked);
    }

    private static Configuration conf(String task, String... settings) {
        var all = new ArrayList<>(List.of(settings));
        if (task.equals("language")) {
            all.add("bptt.steps=5");
        }
        return Tasks.reader()
                .read(
                        """
                        task: %s
                        run: {dir: r}
                        data: {train: {format: json, path: p}}
                        text: {unknownBuckets: 2, minCount: 1}
                        model: {embedding: 3, layers: [{cell: gru, size: 3}]}
                        """
                                .formatted(task),
                        "small",
                        all);
    }

    /** A model whose scores are those of its bias, whatever it reads. */
    private static TrainedModel constant(Configuration conf, Codec codec, float... bias) {
        return Tasks.trained(
                conf,
                codec,
                network -> {
                    Layout layout = network.layout();
                    var theta = new float[layout.size()];
                    int at = layout.slice("head.b").offset();
                    System.arraycopy(bias, 0, theta, at, bias.length);
                    return theta;
                });
    }

    /** A language model of both labels and the end, which predicts some of them only. */
    private static TrainedModel language(List<String> allowed) {
        var vocabulary = new Vocabulary(List.of(Vocabulary.END, "neg", "pos"), 2);
        var bias = new float[vocabulary.size()];
        Arrays.fill(bias, -30);
        bias[vocabulary.id(Vocabulary.END)] = 0;
        allowed.forEach(word -> bias[vocabulary.id(word)] = 0);
        return constant(conf("language"), Codec.ofTexts(vocabulary, List.of()), bias);
    }

    private static TrainedModel transcriber(Configuration conf) {
        var codec = Codec.ofTexts(new Vocabulary(List.of("good"), 2), LABELS);
        return constant(conf, codec, 3, 2, 0); // neg, pos, blank
    }

    private void save(String place, TrainedModel model, Optional<LanguageModel> asked)
            throws IOException {
        SavedModel.write(
                new LocalStore(),
                folder.resolve(place).toString(),
                model,
                new Provenance(1, "f", "0.1", "", "17", 2, 7, Map.of()),
                Map.of(),
                asked);
    }

    private List<String> predict(String... settings) throws IOException {
        var place = folder.resolve("run").toString();
        var model = SavedModel.open(new LocalStore(), place, List.of(settings)).trained();
        return TextPrediction.lines(model, "good");
    }

    private void deleteLanguageModel() throws IOException {
        delete(folder.resolve("lm"));
    }

    private static void delete(Path directory) throws IOException {
        try (var files = Files.walk(directory)) {
            for (var file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    @Test
    void theModelHoldsACopy() throws IOException {
        deleteLanguageModel();
        assertEquals(List.of("pos"), predict());
        var place = folder.resolve("run").toString();
        assertEquals(
                List.of("pos"),
                TextPrediction.lines(
                        SavedModel.openForOneText(
                                        new LocalStore(),
                                        place,
                                        List.of(),
                                        (key, path) -> new LocalStore())
                                .trained(),
                        "good"));
        // The copy is a model as any other.
        var copy = SavedModel.open(new LocalStore(), place + "/model/language");
        assertEquals("language", copy.conf().task().word());
    }

    @Test
    void settingsChangeItsWeightOrTheModel() throws IOException {
        assertEquals(
                List.of("neg"),
                predict("transcribe.languageModel.weight=0", "transcribe.languageModel.bonus=0"));
        assertEquals(List.of("neg"), predict(PATH, "transcribe.beam=4"));
        save("other/model", language(List.of("neg")), Optional.empty());
        assertEquals(List.of("neg"), predict(PATH + folder.resolve("other")));
        // The same path is read again, and its copy is not.
        save("lm/model", language(List.of("neg")), Optional.empty());
        assertEquals(List.of("pos"), predict());
        assertEquals(List.of("neg"), predict(PATH + folder.resolve("lm")));
    }

    @Test
    void aModelWithoutOneTakesOne() throws IOException {
        save("run/model", transcriber(conf("transcribe")), Optional.empty());
        assertFalse(Files.exists(folder.resolve("run/model/language")), "the earlier model's copy");
        assertEquals(List.of("neg"), predict());
        assertEquals(List.of("pos"), predict(PATH + folder.resolve("lm"), "transcribe.beam=2"));
    }

    @Test
    void whatIsNoSuitableModelIsRefused() throws IOException {
        var missing = folder.resolve("nowhere");
        var none = assertThrows(FileNotFoundException.class, () -> predict(PATH + missing));
        assertTrue(
                none.getMessage()
                        .startsWith(
                                "transcribe.languageModel.path: " + missing + " holds no model"),
                none.getMessage());
        SmallModels.CLASSIFY.write(folder.resolve("classifier").toString());
        var other =
                assertThrows(
                        ConfigurationException.class,
                        () -> predict(PATH + folder.resolve("classifier")));
        assertTrue(
                other.getMessage().contains("expected a model of task language, got")
                        && other.getMessage().contains("a model of task classify"),
                other.getMessage());
        SmallModels.LANGUAGE.write(folder.resolve("films").toString());
        var words =
                assertThrows(
                        ConfigurationException.class,
                        () -> predict(PATH + folder.resolve("films")));
        assertTrue(
                words.getMessage().contains("such as neg, pos, got one of other words"),
                words.getMessage());
    }

    @Test
    void aDamagedCopyIsNoticed() throws IOException {
        var copy = folder.resolve("run/model/language");
        Files.writeString(copy.resolve("vocabulary.jsonl"), "\"x\"\n");
        assertCorrupt("language/vocabulary.jsonl is damaged");
        delete(copy);
        assertCorrupt("language is missing, the language model that belongs to the model");
        save("run/model/language", language(List.of("neg")), Optional.empty());
        assertCorrupt("is not the language model that the model was written with");
    }

    private void assertCorrupt(String what) {
        var e = assertThrows(CorruptFileException.class, this::predict);
        assertTrue(e.getMessage().contains(what), e.getMessage());
    }
}
