package unroll.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.conf.TaskConf;
import unroll.data.DataException;

final class DiagnoseJobTest {
    private static final int ROWS = 120;

    @TempDir Path folder;

    private static List<String> rows() {
        var rows = new ArrayList<String>();
        for (int i = 0; i < ROWS; i++) {
            rows.add(
                    "{\"text\": \"%sfilm w%d\", \"label\": \"%s\"}"
                            .formatted(
                                    "very not good ".repeat(i % 5), i, i % 3 == 0 ? "neg" : "pos"));
        }
        rows.add("{\"text\": \"\", \"label\": \"neg\"}");
        return rows;
    }

    private SourceConf write(String name, List<String> rows, int files) throws IOException {
        var data = Files.createDirectories(folder.resolve(name));
        for (int f = 0; f < files; f++) {
            int from = f * rows.size() / files;
            Files.write(
                    data.resolve(f + ".json"), rows.subList(from, (f + 1) * rows.size() / files));
        }
        return new SourceConf("json", data.toString(), Map.of(), "text", "label");
    }

    private JsonNode diagnose(SourceConf source, int cores, ByteArrayOutputStream out)
            throws IOException {
        var model = TinyModel.write(folder.resolve("model").toString());
        var json = folder.resolve("inside.json");
        LocalSession.open(cores); // closed by the job
        DiagnoseJob.run(
                model,
                source,
                new DiagnoseJob.Depth(20, 3, 1),
                json.toString(),
                new PrintStream(out, true, StandardCharsets.UTF_8));
        return new ObjectMapper().readTree(json.toFile());
    }

    @Test
    void whatIsFoundDoesNotDependOnFilesAndCores() throws IOException {
        var out = new ByteArrayOutputStream();
        var tree = diagnose(write("one", rows(), 1), 1, out);
        assertEquals(20, tree.path("examples").asInt());
        assertEquals(1, tree.path("rejectedRows").asInt());
        assertEquals(0.9, tree.at("/bounds/sigmoid/1").asDouble());
        var layer = tree.at("/layers/0");
        assertEquals("encoder.l0.forward", layer.path("name").asText());
        assertEquals(3, layer.path("units").asInt());
        var norms = layer.at("/gradient/normByDistance");
        assertTrue(norms.size() > 2, norms.toString());
        assertEquals(20, layer.at("/gradient/sequences/0").asInt());
        assertEquals(norms.size(), layer.at("/gradient/sequences").size());
        assertEquals(5, layer.path("matrices").size());
        assertTrue(layer.at("/matrices/0/block").isNull());
        assertEquals(3, layer.at("/matrices/1/singularValues").size());
        assertEquals(3, layer.at("/stepJacobians/0/singularValues").size());
        assertEquals("sigmoid", layer.at("/gates/0/function").asText());
        assertTrue(layer.path("deadUnits").isArray());
        assertEquals(tree.path("loss"), tree.at("/surface/loss/1/1"));
        var text = out.toString(StandardCharsets.UTF_8);
        assertTrue(text.contains("dead units"), text);

        var rows = new ArrayList<>(rows());
        Collections.shuffle(rows, new Random(2));
        assertEquals(tree, diagnose(write("three", rows, 3), 2, new ByteArrayOutputStream()));
    }

    @Test
    void rowsThatAreAllBadAreRefused() throws IOException {
        var source = write("bad", List.of("{\"text\": \"good\", \"label\": \"other\"}"), 1);
        assertThrows(DataException.class, () -> diagnose(source, 1, new ByteArrayOutputStream()));
    }

    @Test
    void otherTasksAreRefused() {
        DiagnoseJob.requireClassifier(TaskConf.CLASSIFY);
        for (var task : List.of(TaskConf.FORECAST, TaskConf.LANGUAGE)) {
            var refused =
                    assertThrows(
                            ConfigurationException.class,
                            () -> DiagnoseJob.requireClassifier(task));
            assertEquals(2, ExitCode.of(refused));
            assertTrue(refused.getMessage().contains("task classify"), refused.getMessage());
        }
    }
}
