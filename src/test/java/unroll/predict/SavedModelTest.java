package unroll.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import unroll.conf.task.ForecastConf.Intervals;
import unroll.io.CorruptFileException;
import unroll.io.LocalStore;
import unroll.io.UnsupportedFormatException;
import unroll.io.model.ManifestFile;
import unroll.text.Words;

class SavedModelTest {
    private static final String[] FILES = {
        "model.json", "vocabulary.jsonl", "parameters.safetensors"
    };

    @TempDir private Path folder;

    private Path write(SmallModels kind) throws IOException {
        var model = folder.resolve("run/model");
        kind.write(model.toString());
        return model;
    }

    private SavedModel open(String path) throws IOException {
        return SavedModel.open(new LocalStore(), folder.resolve(path).toString());
    }

    private void assertRefused(String... words) {
        var e = assertThrows(CorruptFileException.class, () -> open("run"));
        for (var word : words) {
            assertTrue(e.getMessage().contains(word), e.getMessage());
        }
    }

    @ParameterizedTest
    @EnumSource
    void opensByItsOwnDirectoryOrItsRuns(SmallModels kind) throws IOException {
        write(kind);
        assertEquals(open("run").path(), open("run/model").path());
    }

    @Test
    void whereThereIsNoModelIsNoDamage() throws IOException {
        assertThrows(FileNotFoundException.class, () -> open("nowhere"));
        Files.createDirectories(folder.resolve("run"));
        Files.writeString(folder.resolve("run/run.json"), "{}");
        assertThrows(FileNotFoundException.class, () -> open("run"));
    }

    @Test
    void aCheckpointIsNamedAsSuchWithTheRemedy() throws IOException {
        Files.createDirectories(folder.resolve("run/checkpoints/round-00002"));
        Files.writeString(folder.resolve("run/checkpoints/round-00002/state.json"), "{}");
        Files.writeString(folder.resolve("run/checkpoints/round-00002/manifest.json"), "{}");
        var e =
                assertThrows(
                        FileNotFoundException.class, () -> open("run/checkpoints/round-00002"));
        assertTrue(
                e.getMessage().contains("is a checkpoint, expected a model: give the directory"),
                e.getMessage());
    }

    @Test
    void aTokeniserThatIsTooOldOrTooNewIsRefused() throws IOException {
        SmallModels.CLASSIFY.write(folder.resolve("run/model").toString(), Words.VERSION + 1);
        var e = assertThrows(UnsupportedFormatException.class, () -> open("run"));
        assertTrue(e.getMessage().contains("tokeniser is too new"), e.getMessage());
        SmallModels.CLASSIFY.write(
                folder.resolve("run/model").toString(), Words.OLDEST_VERSION - 1);
        e = assertThrows(UnsupportedFormatException.class, () -> open("run"));
        assertTrue(e.getMessage().contains("tokeniser is too old"), e.getMessage());
        for (int version = Words.OLDEST_VERSION; version <= Words.VERSION; version++) {
            SmallModels.CLASSIFY.write(folder.resolve("run/model").toString(), version);
            open("run");
        }
    }

    @Test
    void aManifestNamesAllFilesOfAModelAndNoOther() throws IOException {
        var model = write(SmallModels.CLASSIFY);
        for (int missing = 0; missing < FILES.length; missing++) {
            var names = new ArrayList<>(List.of(FILES));
            var name = names.remove(missing);
            ManifestFile.write(model, names.toArray(String[]::new));
            assertRefused("manifest.json", "does not list " + name);
        }
        Files.writeString(model.resolve("more"), "x");
        ManifestFile.write(
                model, "model.json", "vocabulary.jsonl", "parameters.safetensors", "more");
        assertRefused("manifest.json", "more");
    }

    @ParameterizedTest
    @EnumSource
    void aNumberThatIsNotFiniteIsRefused(SmallModels kind) throws IOException {
        var model = write(kind);
        var file = model.resolve("parameters.safetensors");
        byte[] bytes = Files.readAllBytes(file);
        for (float number : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
            ByteBuffer.wrap(bytes)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putFloat(bytes.length - 4, number);
            Files.write(file, bytes);
            ManifestFile.write(model, FILES);
            assertRefused("parameters.safetensors", "tensor ", "finite");
        }
    }

    @Test
    void intervalsOfAModelThatDoesNotNameThemAreFixed() throws IOException {
        var model = write(SmallModels.SERIES);
        assertEquals(Intervals.ADAPTIVE, open("run").conf().forecast().intervals());
        var file = model.resolve("model.json");
        var mapper = new ObjectMapper();
        var tree = (ObjectNode) mapper.readTree(file.toFile());
        ((ObjectNode) tree.get("configuration")).remove("forecast");
        mapper.writeValue(file.toFile(), tree);
        ManifestFile.write(model, FILES);
        assertEquals(Intervals.FIXED, open("run").conf().forecast().intervals());
        var changed =
                SavedModel.open(
                        new LocalStore(), model.toString(), List.of("forecast.intervals=adaptive"));
        assertEquals(Intervals.ADAPTIVE, changed.conf().forecast().intervals());
    }

    @Test
    void otherWordsThanTheModelsAreRefused() throws IOException {
        var model = write(SmallModels.CLASSIFY);
        var file = model.resolve("vocabulary.jsonl");
        var lines = Files.readAllLines(file);
        var doubled = new ArrayList<>(lines);
        doubled.set(2, lines.get(0));
        var reordered = new ArrayList<>(lines);
        Collections.swap(reordered, 0, 1);
        for (var words : List.of(doubled, reordered, lines.subList(1, lines.size()))) {
            Files.write(file, words);
            ManifestFile.write(model, FILES);
            assertRefused("vocabulary.jsonl", "words that the model was written with");
        }
    }

    /** Earlier versions did not record the words' checksum. */
    @Test
    void aModelWithoutTheChecksumOfItsWordsIsCheckedByCount() throws IOException {
        var model = write(SmallModels.CLASSIFY);
        var json = new ObjectMapper();
        var tree = (ObjectNode) json.readTree(model.resolve("model.json").toFile());
        tree.remove("vocabularySha256");
        Files.writeString(model.resolve("model.json"), tree.toString());
        ManifestFile.write(model, FILES);
        open("run");
        var file = model.resolve("vocabulary.jsonl");
        var lines = Files.readAllLines(file);
        Files.write(file, List.of(lines.get(0), lines.get(1), lines.get(0), lines.get(3)));
        ManifestFile.write(model, FILES);
        assertRefused("vocabulary.jsonl", "the word 'good' stands in line 1 and again in line 3");
        Files.write(file, lines.subList(0, 3));
        ManifestFile.write(model, FILES);
        assertRefused("model.json", "words: expected 3");
        tree.remove("words");
        Files.writeString(model.resolve("model.json"), tree.toString());
        ManifestFile.write(model, FILES);
        assertRefused(
                "parameters.safetensors", "input.embedding has shape [6, 3], expected [5, 3]");
    }
}
