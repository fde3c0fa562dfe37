package unroll.io.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.io.CorruptFileException;
import unroll.io.JsonMutations;
import unroll.io.LocalStore;
import unroll.io.UnsupportedFormatException;
import unroll.nn.Layout;

class CheckpointsTest {
    @TempDir Path run;
    private final Layout layout = TestFiles.layout();
    private Checkpoints checkpoints;

    @BeforeEach
    void open() {
        checkpoints = new Checkpoints(new LocalStore(), run.toString());
    }

    @Test
    void holdsEveryVectorAndTheWholeState() throws IOException {
        var vectors = vectors(12);
        checkpoints.write(12, layout, vectors, state(12));
        var read = checkpoints.read(12, layout);
        assertEquals(12, read.round());
        assertEquals(List.of("theta", "moment0", "outer"), List.copyOf(read.vectors().keySet()));
        vectors.forEach((name, values) -> assertArrayEquals(values, read.vectors().get(name)));
        assertEquals(1L << 40, read.state().tree().path("steps").longValue());
        assertEquals(0.1 + 0.2, read.state().tree().path("rateScale").doubleValue());
        assertEquals(12, read.state().tree().path("history").get(0).path("round").asInt());
    }

    @Test
    void aManifestThatLeavesAFileOutIsNotTaken() throws IOException {
        checkpoints.write(12, layout, vectors(12), state(12));
        ManifestFile.write(
                checkpoint(12), "state.json", "theta.safetensors", "moment0.safetensors");
        assertRefused("does not list outer.safetensors");
        ManifestFile.write(
                checkpoint(12), "theta.safetensors", "moment0.safetensors", "outer.safetensors");
        assertRefused("does not list state.json");
    }

    @Test
    void aStateOfAnotherShapeIsNotTaken() throws IOException {
        checkpoints.write(12, layout, vectors(12), state(12));
        var file = checkpoint(12).resolve("state.json");
        var tree = new ObjectMapper().readTree(file.toFile());
        for (var mutation : JsonMutations.of(tree)) {
            Files.writeString(file, mutation.tree().toString());
            ManifestFile.write(
                    checkpoint(12),
                    "state.json",
                    "theta.safetensors",
                    "moment0.safetensors",
                    "outer.safetensors");
            try {
                checkpoints.read(12, layout);
            } catch (CorruptFileException e) {
                assertTrue(e.getMessage().startsWith(checkpoint(12).toString()), e.getMessage());
            }
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsFoundByWhoeverLooks() throws IOException {
        var vectors = vectors(12);
        vectors.get("moment0")[7] = Float.NaN;
        checkpoints.write(12, layout, vectors, state(12));
        assertRefused("moment0.safetensors is damaged: element 7 of tensor input.embedding");
        var e =
                assertThrows(
                        CorruptFileException.class,
                        () -> Checkpoints.describe(new LocalStore(), checkpoint(12).toString()));
        assertTrue(e.getMessage().contains("moment0.safetensors"), e.getMessage());
    }

    private void assertRefused(String what) {
        var e = assertThrows(CorruptFileException.class, () -> checkpoints.read(12, layout));
        assertTrue(e.getMessage().contains(what), e.getMessage());
    }

    @Test
    void theSameCheckpointHasTheSameBytes() throws IOException {
        checkpoints.write(3, layout, vectors(3), state(3));
        var first = contents(checkpoint(3));
        checkpoints.write(3, layout, vectors(3), state(3));
        assertEquals(first, contents(checkpoint(3)));
    }

    @Test
    void anyDamageIsNoticedNamedAndPassedOver() throws IOException {
        checkpoints.write(1, layout, vectors(1), state(1));
        checkpoints.write(2, layout, vectors(2), state(2));
        for (var file : TestFiles.filesOf(checkpoint(2))) {
            byte[] whole = Files.readAllBytes(file);
            for (int at = 0; at < whole.length; at += Math.max(1, whole.length / 37)) {
                if (file.endsWith("state.json") && isDigitOfFormat(whole, at)) {
                    continue; // another format version, see below
                }
                if (Character.isWhitespace(whole[at]) && file.endsWith("manifest.json")) {
                    continue; // may be as good as before
                }
                TestFiles.flip(file, at);
                assertPassedOver(file);
                Files.write(file, whole);
                TestFiles.cut(file, at);
                assertPassedOver(file);
                Files.write(file, whole);
            }
            Files.delete(file);
            if (!file.endsWith("manifest.json")) { // without one it is no checkpoint at all
                assertPassedOver(file);
            }
            Files.write(file, whole);
        }
        assertEquals(2, checkpoints.newest(layout, e -> {}).orElseThrow().round());
    }

    @Test
    void withoutManifestThereIsNoCheckpoint() throws IOException {
        checkpoints.write(1, layout, vectors(1), state(1));
        checkpoints.write(2, layout, vectors(2), state(2));
        Files.delete(checkpoint(2).resolve("manifest.json"));
        assertEquals(List.of(1), checkpoints.rounds());
        var damaged = new ArrayList<CorruptFileException>();
        assertEquals(1, checkpoints.newest(layout, damaged::add).orElseThrow().round());
        assertEquals(List.of(), damaged);
        var e = assertThrows(CorruptFileException.class, () -> checkpoints.read(2, layout));
        assertTrue(e.getMessage().contains("never finished"), e.getMessage());
    }

    @Test
    void tooOldAndTooNewAreToldApartAndNeverPassedOver() throws IOException {
        checkpoints.write(1, layout, vectors(1), state(1));
        checkpoints.write(2, layout, vectors(2), state(2));
        setFormat(0);
        var old = unsupported();
        assertTrue(old.contains("too old: it has format 0"), old);
        setFormat(2);
        var now = unsupported();
        assertTrue(now.contains("too new: it has format 2"), now);
    }

    @Test
    void anotherModelsCheckpointIsRefused() throws IOException {
        checkpoints.write(1, layout, vectors(1), state(1));
        var e =
                assertThrows(
                        CorruptFileException.class,
                        () -> checkpoints.newest(TestFiles.layout("head.b", 2), damaged -> {}));
        assertTrue(e.getMessage().contains("does not fit"), e.getMessage());
    }

    @Test
    void noneIsEmpty() throws IOException {
        assertTrue(checkpoints.newest(layout, e -> {}).isEmpty());
        assertEquals(List.of(), checkpoints.rounds());
    }

    @Test
    void pruningKeepsTheNewestAndTheBest() throws IOException {
        writeRounds(0, 1, 2, 3, 4, 5);
        checkpoints.prune(2, 1);
        assertEquals(List.of(1, 4, 5), checkpoints.rounds());
        checkpoints.prune(2, -1);
        assertEquals(List.of(4, 5), checkpoints.rounds());
    }

    @Test
    void pruningKeepsTheOnlyWholeOne() throws IOException {
        writeRounds(1, 2, 3, 4);
        for (int round : List.of(3, 4)) {
            TestFiles.flip(checkpoint(round).resolve("theta.safetensors"), 300);
        }
        checkpoints.prune(2, 3);
        assertEquals(List.of(2, 3, 4), checkpoints.rounds());
        checkpoints.prune(0, -1);
        assertEquals(List.of(2), checkpoints.rounds());
    }

    @Test
    void pruningRemovesWhatWasNeverFinishedAndNothingElse() throws IOException {
        writeRounds(1, 2);
        Files.delete(checkpoint(1).resolve("manifest.json"));
        Files.createDirectories(run.resolve("checkpoints/notes"));
        checkpoints.prune(3, -1);
        assertEquals(
                List.of("notes", "round-00002"),
                TestFiles.filesOf(run.resolve("checkpoints")).stream()
                        .map(path -> path.getFileName().toString())
                        .toList());
    }

    @Test
    void numbersThatJsonCannotHoldAreNamed() {
        var state = (ObjectNode) state(1);
        state.putObject("best").put("loss", Double.POSITIVE_INFINITY);
        var e =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> checkpoints.write(1, layout, vectors(1), state));
        assertTrue(e.getMessage().contains("/best/loss is Infinity"), e.getMessage());
    }

    @Test
    void describesItselfWithoutItsNumbers() throws IOException {
        checkpoints.write(7, layout, vectors(7), state(7));
        var description = Checkpoints.describe(new LocalStore(), checkpoints.path(7));
        assertEquals(7, description.round());
        assertEquals(List.of("theta", "moment0", "outer"), description.vectors());
        assertEquals(List.of(4, 3), description.parameters().get("encoder.l0.forward.wx"));
    }

    private void assertPassedOver(Path file) throws IOException {
        var damaged = new ArrayList<CorruptFileException>();
        var newest = checkpoints.newest(layout, damaged::add).orElseThrow();
        assertEquals(1, newest.round());
        assertEquals(1, damaged.size());
        var message = damaged.get(0).getMessage();
        assertTrue(message.contains(file.getParent().toString()), message);
        assertTrue(message.contains("--fresh"), message);
    }

    private static boolean isDigitOfFormat(byte[] bytes, int at) {
        return new String(bytes, 0, at, StandardCharsets.UTF_8).endsWith("\"format\" : ");
    }

    private void setFormat(int format) throws IOException {
        var file = checkpoint(2).resolve("state.json");
        var text =
                Files.readString(file).replaceFirst("\"format\" : \\d", "\"format\" : " + format);
        Files.writeString(file, text);
    }

    private String unsupported() {
        return assertThrows(
                        UnsupportedFormatException.class,
                        () -> checkpoints.newest(layout, damaged -> {}))
                .getMessage();
    }

    private void writeRounds(int... rounds) throws IOException {
        for (int round : rounds) {
            checkpoints.write(round, layout, vectors(round), state(round));
        }
    }

    private Path checkpoint(int round) {
        return Path.of(checkpoints.path(round));
    }

    private Map<String, float[]> vectors(long seed) {
        var vectors = new LinkedHashMap<String, float[]>();
        vectors.put("theta", TestFiles.values(layout.size(), seed));
        vectors.put("moment0", TestFiles.values(layout.size(), seed + 100));
        vectors.put("outer", TestFiles.values(layout.size(), seed + 200));
        return vectors;
    }

    private static JsonNode state(int round) {
        var state = new ObjectMapper().createObjectNode();
        state.put("steps", 1L << 40).put("rateScale", 0.1 + 0.2).put("round", round);
        state.putArray("history").addObject().put("round", round).put("loss", 0.25);
        return state;
    }

    private static List<String> contents(Path directory) throws IOException {
        var contents = new ArrayList<String>();
        for (var file : TestFiles.filesOf(directory)) {
            contents.add(file.getFileName() + HexFormat.of().formatHex(Files.readAllBytes(file)));
        }
        return contents;
    }
}
