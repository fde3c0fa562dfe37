package unroll.spark.sink;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;

final class OverlapTest {
    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.createDirectories(folder.resolve("data/in"));
        Files.writeString(folder.resolve("data/in/a.json"), "{}\n");
        Files.writeString(folder.resolve("data/in/odd [1] 50%:é.json"), "{}\n");
        Files.createDirectories(folder.resolve("run/model"));
        Files.writeString(folder.resolve("run/run.json"), "{}\n");
        Files.createSymbolicLink(folder.resolve("link"), folder.resolve("data/in"));
    }

    private void check(String read, String output) throws IOException {
        new Overlap(new Configuration())
                .with("the rows", List.of(read.replace("DIR", folder.toString())))
                .withModel(folder.resolve("run/model").toString())
                .check("--output", output.replace("DIR", folder.toString()));
    }

    @Test
    void theTableOfSoundsAndTheLabelsOfImagesAreReadToo() throws IOException {
        var table = Files.writeString(folder.resolve("said.csv"), "path,text\n").toString();
        var sounds = folder.resolve("data/in").toString();
        for (var option : Map.of("wav", "table", "idx", "labels").entrySet()) {
            var source =
                    new SourceConf(
                            option.getKey(), sounds, Map.of(option.getValue(), table), "", "");
            var overlap = new Overlap(new Configuration()).with("the rows", source);
            var refused =
                    assertThrows(
                            ConfigurationException.class, () -> overlap.check("--json", table));
            assertTrue(refused.getMessage().contains("got " + table), refused.getMessage());
            assertDoesNotThrow(() -> overlap.check("--json", table + ".json"));
        }
    }

    @Test
    void aPlaceThatIsReadIsRefusedHoweverItIsSpelt() {
        var relative = Path.of("").toAbsolutePath().relativize(folder).toString();
        for (var output :
                List.of(
                        "DIR/data/in",
                        "DIR/data/in/",
                        "DIR/data/in//",
                        "file:DIR/data/in",
                        "file://DIR/data/in/",
                        "DIR/run/../data/in",
                        "DIR/absent/../data/in",
                        "DIR/data",
                        "DIR",
                        "/",
                        "DIR/data/in/scored",
                        "DIR/data/in/a.json",
                        "DIR/link",
                        "DIR/link/new",
                        relative + "/data/in")) {
            var refused =
                    assertThrows(
                            ConfigurationException.class,
                            () -> check("DIR/data/in", output),
                            output);
            assertTrue(refused.getMessage().contains("--output"), refused.getMessage());
        }
    }

    @Test
    void whatAGlobMatchesOrWouldMatchIsRead() {
        for (var output : List.of("DIR/data", "DIR/data/in", "DIR/data/in/new.json")) {
            assertThrows(
                    ConfigurationException.class,
                    () -> check("DIR/data/in/*.json", output),
                    output);
        }
        assertThrows(
                ConfigurationException.class,
                () -> check("DIR/data/{in,other}", "DIR/data/other/x"));
        assertDoesNotThrow(() -> check("DIR/data/in/*.json", "DIR/data/in/scored"));
    }

    @Test
    void aNameThatLooksLikeAGlobIsAName() {
        var odd = "DIR/data/in/odd [1] 50%:é.json";
        assertThrows(ConfigurationException.class, () -> check(odd, odd));
        assertDoesNotThrow(() -> check(odd, "DIR/data/in/odd 1"));
    }

    @Test
    void aModelAndItsRunAreRead() {
        for (var output : List.of("DIR/run/model", "DIR/run", "DIR/run/checkpoints/x")) {
            assertThrows(ConfigurationException.class, () -> check("DIR/data/in", output), output);
        }
    }

    @Test
    void figuresMayLieInARunBesideItsOwnFiles() throws IOException {
        var model = folder.resolve("run/model").toString();
        var overlap = new Overlap(new Configuration()).withModelFiles(model);
        assertDoesNotThrow(() -> overlap.check("--json", folder + "/run/figures.json"));
        for (var own :
                List.of("run.json", "words.jsonl", "model/model.json", "checkpoints/a.json")) {
            assertThrows(
                    ConfigurationException.class,
                    () -> overlap.check("--json", folder + "/run/" + own),
                    own);
        }
    }

    @Test
    void anotherPlaceIsFree() {
        assertDoesNotThrow(() -> check("DIR/data/in", "DIR/data/in2"));
        assertDoesNotThrow(() -> check("DIR/data/in", "DIR/out"));
        assertDoesNotThrow(() -> check("hdfs://nowhere:1/data", "DIR/out"));
    }
}
