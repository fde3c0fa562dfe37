package unroll.io.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.io.CorruptFileException;
import unroll.io.Json;
import unroll.io.KilledStore;
import unroll.io.LocalStore;
import unroll.io.Store;
import unroll.io.UnsupportedFormatException;
import unroll.nn.Layout;

class ModelDirectoryTest {
    /** Words are whatever a tokeniser makes of users' text. */
    private static final List<String> WORDS =
            List.of(
                    "good",
                    "",
                    " ",
                    "a\tb",
                    "line\nline",
                    "\r",
                    "\"quoted\"",
                    "back\\slash",
                    "电影",
                    "\u2028",
                    "\u0000",
                    "\u0085",
                    "\ud800",
                    "\udc00x",
                    "😀",
                    "\ufeff",
                    "#",
                    "'");

    @TempDir Path root;
    private final Store store = new LocalStore();
    private final Layout layout = TestFiles.layout();
    private final float[] parameters = TestFiles.values(layout.size(), 9);

    @Test
    void comesBackAsItWas() throws IOException {
        ModelDirectory.write(store, directory(), model("hunter2"), layout, parameters);
        var opened = ModelDirectory.open(store, directory());
        assertEquals(model("***"), opened.model());
        assertArrayEquals(parameters, opened.parameters(layout));
        assertEquals(List.of(5, 3), opened.shapes().get("input.embedding"));
    }

    @Test
    void aNewModelReplacesTheOld() throws IOException {
        ModelDirectory.write(
                store, directory(), model("hunter2"), layout, new float[layout.size()]);
        ModelDirectory.write(store, directory(), model("hunter2"), layout, parameters);
        assertArrayEquals(parameters, ModelDirectory.open(store, directory()).parameters(layout));
    }

    /** Wherever the writer is killed, the old model or the new one opens. */
    @Test
    void aWriterThatIsKilledLeavesAModelThatOpens() throws IOException {
        for (int changes = 0; ; changes++) {
            TestFiles.writeModel(store, directory(), 1);
            try {
                TestFiles.writeModel(new KilledStore(changes), directory(), 2);
                assertTrue(changes > 10, "it changes many files");
                return;
            } catch (KilledStore.Killed e) {
                var opened = ModelDirectory.open(store, directory());
                long seed = opened.model().provenance().seed();
                assertTrue(seed == 1 || seed == 2);
                assertArrayEquals(TestFiles.values(layout.size(), seed), opened.parameters(layout));
            }
            TestFiles.writeModel(store, directory(), 3);
            assertEquals(3, ModelDirectory.open(store, directory()).model().provenance().seed());
            assertEquals(List.of("model"), store.list(root.toString()));
        }
    }

    @Test
    void aWriteThatFailsLeavesTheOldModelAndNothingElse() throws IOException {
        TestFiles.writeModel(store, directory(), 1);
        var larger = TestFiles.layout("w", 1000);
        assertThrows(
                IllegalArgumentException.class,
                () -> ModelDirectory.write(store, directory(), model("x"), larger, parameters));
        assertEquals(1, ModelDirectory.open(store, directory()).model().provenance().seed());
        assertEquals(List.of("model"), store.list(root.toString()));
    }

    @Test
    void filesOfOthersInTheModelsDirectoryStay() throws IOException {
        TestFiles.writeModel(store, directory(), 1);
        Files.writeString(root.resolve("model/thesis.docx"), "mine");
        TestFiles.writeModel(store, directory(), 2);
        assertEquals("mine", Files.readString(root.resolve("model/thesis.docx")));
        assertEquals(2, ModelDirectory.open(store, directory()).model().provenance().seed());
    }

    @Test
    void aModelIsNotWrittenThroughALink() throws IOException {
        TestFiles.writeModel(store, root.resolve("kept").toString(), 1);
        Files.createSymbolicLink(root.resolve("model"), root.resolve("kept"));
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> TestFiles.writeModel(store, directory(), 2));
        assertTrue(e.getMessage().contains("a symbolic link to " + root.resolve("kept")));
        var kept = ModelDirectory.open(store, root.resolve("kept").toString());
        assertEquals(1, kept.model().provenance().seed());
    }

    @Test
    void anyDamageNamesTheFileAndTheRemedy() throws IOException {
        ModelDirectory.write(store, directory(), model("hunter2"), layout, parameters);
        for (var file : TestFiles.filesOf(root.resolve("model"))) {
            byte[] whole = Files.readAllBytes(file);
            for (int at = whole.length / 3; at < whole.length; at += whole.length / 7) {
                TestFiles.flip(file, at);
                if (!Character.isWhitespace(whole[at])) {
                    assertDamaged();
                }
                Files.write(file, whole);
                TestFiles.cut(file, at);
                assertDamaged();
                Files.write(file, whole);
            }
            Files.delete(file);
            assertDamaged();
            Files.write(file, whole);
        }
        assertEquals(model("***"), ModelDirectory.open(store, directory()).model());
    }

    @Test
    void tooOldAndTooNewAreToldApart() throws IOException {
        ModelDirectory.write(store, directory(), model("hunter2"), layout, parameters);
        assertUnsupported(0, "the model is too old: it has format 0", "train it again");
        assertUnsupported(9, "the model is too new: it has format 9", "or a newer one");
    }

    @Test
    void aDirectoryWithoutAModelIsNotDamaged() {
        var e =
                assertThrows(
                        FileNotFoundException.class, () -> ModelDirectory.open(store, directory()));
        assertTrue(e.getMessage().contains("holds no model"), e.getMessage());
    }

    @Test
    void parametersOfAnotherNetworkAreRefused() throws IOException {
        ModelDirectory.write(store, directory(), model("hunter2"), layout, parameters);
        var opened = ModelDirectory.open(store, directory());
        var e =
                assertThrows(
                        CorruptFileException.class,
                        () -> opened.parameters(TestFiles.layout("head.b", 3)));
        assertTrue(e.getMessage().contains("head.b has shape [2], expected [3]"), e.getMessage());
    }

    @Test
    void passwordsStayOutOfTheModel() throws IOException {
        ModelDirectory.write(store, directory(), model("hunter2"), layout, parameters);
        var text = Files.readString(root.resolve("model/model.json"));
        assertTrue(text.contains("\"password\" : \"***\""), text);
        assertFalse(text.contains("hunter2"), text);
    }

    private void assertDamaged() {
        var e =
                assertThrows(
                        CorruptFileException.class, () -> ModelDirectory.open(store, directory()));
        assertTrue(e.getMessage().contains(directory()), e.getMessage());
        assertTrue(e.getMessage().contains("train again"), e.getMessage());
    }

    private void assertUnsupported(int format, String what, String remedy) throws IOException {
        var file = root.resolve("model/model.json");
        var text =
                Files.readString(file).replaceFirst("\"format\" : \\d", "\"format\" : " + format);
        Files.writeString(file, text);
        var e =
                assertThrows(
                        UnsupportedFormatException.class,
                        () -> ModelDirectory.open(store, directory()));
        assertTrue(e.getMessage().contains(what), e.getMessage());
        assertTrue(e.getMessage().contains(remedy), e.getMessage());
    }

    private String directory() {
        return root.resolve("model").toString();
    }

    @Test
    void aModelOfTheFirstFormatStillOpens() throws IOException {
        var directory = directory();
        ModelDirectory.write(store, directory, model("p"), layout, parameters);
        var tree = (ObjectNode) Json.read(store, directory + "/model.json", "");
        tree.put("format", 1);
        tree.set("labels", ((ObjectNode) tree.remove("codec")).get("labels"));
        var vocabulary = Files.readAllBytes(Path.of(directory, "vocabulary.jsonl"));
        var weights = Files.readAllBytes(Path.of(directory, "parameters.safetensors"));
        Manifest.write(
                store,
                directory,
                OwnFiles.MODEL,
                manifest -> {
                    manifest.write("model.json", Json.bytes(tree));
                    manifest.write("vocabulary.jsonl", vocabulary);
                    manifest.write("parameters.safetensors", weights);
                });
        var model = ModelDirectory.open(store, directory).model();
        assertEquals(Map.of("labels", List.of("neg", "pos")), model.codec());
        assertEquals(WORDS, model.vocabulary());
    }

    private static ModelDirectory.Model model(String password) {
        var configuration = new LinkedHashMap<String, Object>();
        configuration.put("task", "classify");
        configuration.put(
                "data",
                Map.of("train", Map.of("options", Map.of("password", password, "sep", "1"))));
        configuration.put("training", Map.of("epochs", 10L, "rate", 1.0, "baseline", true));
        return new ModelDirectory.Model(
                "classify",
                configuration,
                Map.of("labels", List.of("neg", "pos")),
                1,
                WORDS,
                List.of(),
                new ModelDirectory.Provenance(
                        7, "abc", "0.1.0", "4.1.0", "17.0.1", 3, 12, Map.of()),
                Map.of("validation", Map.of("accuracy", 0.875)));
    }
}
