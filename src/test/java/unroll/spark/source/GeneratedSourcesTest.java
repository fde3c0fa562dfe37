package unroll.spark.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.GZIPOutputStream;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.spark.LocalSession;

/** The sources for experiments. */
final class GeneratedSourcesTest {
    private static SparkSession session;

    @TempDir Path folder;

    @BeforeAll
    static void open() {
        session = LocalSession.open(2);
    }

    @AfterAll
    static void close() {
        session.stop();
    }

    private static List<Row> rows(String format, String path, Map<String, String> options) {
        var source = new SourceConf(format, path, options, "text", "label");
        return new Sources(session).open(source, "data.train").collectAsList();
    }

    @Test
    void theAddingProblemMarksOneNumberOfEachHalf() {
        var options = Map.of("length", "11", "count", "300", "seed", "4");
        double sum = 0;
        double squares = 0;
        for (var row : rows("adding", "", options)) {
            List<scala.collection.Seq<Float>> steps = row.getList(1);
            assertEquals(11, steps.size());
            var marked = IntStream.range(0, 11).filter(t -> steps.get(t).apply(1) == 1f).toArray();
            assertEquals(2, marked.length);
            assertTrue(marked[0] < 5 && marked[1] >= 5, Arrays.toString(marked));
            float target = row.getFloat(2);
            assertEquals(
                    steps.get(marked[0]).apply(0) + steps.get(marked[1]).apply(0), target, 1e-6f);
            sum += target;
            squares += target * target;
        }
        assertEquals(1, sum / 300, 0.1);
        assertEquals(1.0 / 6, squares / 300 - Math.pow(sum / 300, 2), 0.04);
        assertEquals(rows("adding", "", options), rows("adding", "", options));
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> rows("adding", "", Map.of("length", "1")));
        assertEquals(
                "data.train.options.length: expected an integer of at least 2, got 1",
                refused.getMessage());
    }

    @Test
    void mackeyAndGlassSeriesObeysItsEquationAndForgetsItsBeginning() {
        // Without delay from step to step: a tenth of the step gives the same series.
        double[] x = MackeyGlassSource.series(400, 17, 500, 9);
        assertTrue(Arrays.stream(x).allMatch(v -> v > 0.2 && v < 1.4), Arrays.toString(x));
        // Simpson's rule over two units of time: x(t+2) - x(t) is the integral of the slope.
        for (int t = 17; t + 2 < x.length; t++) {
            double integral = 0;
            double[] weights = {1, 4, 1};
            for (int i = 0; i < 3; i++) {
                double delayed = x[t + i - 17];
                double slope = 0.2 * delayed / (1 + Math.pow(delayed, 10)) - 0.1 * x[t + i];
                integral += weights[i] / 3 * slope;
            }
            assertEquals(x[t + 2] - x[t], integral, 2e-3);
        }
        var rows = rows("mackey-glass", "", Map.of("length", "30", "count", "2", "washout", "5"));
        assertEquals(2, rows.size());
        assertEquals(30, rows.get(0).getList(1).size());
        assertTrue(!rows.get(0).getList(1).equals(rows.get(1).getList(1)), "each its own");
    }

    @Test
    void idxFilesAreSequencesOfPixelsWithLabels() throws IOException {
        write("a-images-idx3-ubyte.gz", 0x803, 3, 2, 2, 0, 51, 102, 255, 1, 2, 3, 4, 9, 9, 9, 9);
        write("a-labels-idx1-ubyte.gz", 0x801, 3, -1, -1, 7, 0, 200);
        var rows = rows("idx", folder.resolve("a-images-idx3-ubyte.gz").toString(), Map.of());
        var byLabel = rows.stream().collect(Collectors.toMap(row -> row.getInt(1), row -> row));
        assertEquals(3, byLabel.size());
        assertArrayEquals(new Object[] {0f, 0.2f, 0.4f, 1f}, byLabel.get(7).getList(0).toArray());
        assertEquals(9 / 255f, byLabel.get(200).getList(0).get(3));
        write("a-labels-idx1-ubyte.gz", 0x803, 3, -1, -1, 7, 0, 200);
        assertThrows(
                DataException.class,
                () -> rows("idx", folder.resolve("a-images-idx3-ubyte.gz").toString(), Map.of()));
    }

    @Test
    void idxFilesMayHaveTheCharactersOfAGlobInTheirNames() throws IOException {
        for (var name : List.of("[1]", "{a}", "b*")) {
            write(name + "-images-idx3-ubyte.gz", 0x803, 1, 1, 1, 7);
            write(name + "-labels-idx1-ubyte.gz", 0x801, 1, -1, -1, 3);
            var path = folder.resolve(name + "-images-idx3-ubyte.gz").toString();
            assertEquals(1, rows("idx", path, Map.of()).size(), name);
        }
    }

    private void write(String file, int magic, int count, int height, int width, int... bytes)
            throws IOException {
        try (var out =
                new DataOutputStream(
                        new GZIPOutputStream(Files.newOutputStream(folder.resolve(file))))) {
            out.writeInt(magic);
            out.writeInt(count);
            if (height >= 0) {
                out.writeInt(height);
                out.writeInt(width);
            }
            for (int b : bytes) {
                out.writeByte(b);
            }
        }
    }
}
