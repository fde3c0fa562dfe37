package unroll.spark.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.Serializable;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.spark.sql.SparkSession;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.conf.task.SeriesConf;
import unroll.data.DataException;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RowTarget;
import unroll.spark.LocalSession;
import unroll.task.registry.Tasks;

/** Long tables from files of texts. */
final class SeriesSourceTest {
    private static final String MISSING = "a number that is missing, NaN or infinite";

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

    /** What is looked at of a record; those themselves stay on their executor. */
    private record Seen(String name, String wrong, double[][] sequence, double[] target)
            implements Serializable {
        @SuppressWarnings("unchecked")
        static Seen of(RawRecord record) {
            var steps = (List<double[]>) record.sequence();
            return new Seen(
                    record.name(),
                    record.wrong() == null ? "" : record.wrong().toString(),
                    steps == null ? null : steps.toArray(new double[0][]),
                    (double[]) record.target());
        }
    }

    private static final String PRICES =
            """
            day,open,volume,close,name
            10,5,4,50,x
            2,1,2,10,x
            9,3,3,40,x
            11,7,5,none,x
            1,2,6,20,x
            """;

    private List<Seen> records(String settings) throws IOException {
        return records(PRICES, source(settings));
    }

    private List<Seen> records(String table, SourceConf source) throws IOException {
        Files.writeString(folder.resolve("prices.csv"), table);
        return new Sources(session)
                .records(source, "data.train", RowTarget.VALUES)
                .map(Seen::of)
                .collect();
    }

    private SourceConf source(String settings) {
        var yaml =
                """
                task: forecast
                run: {dir: d}
                data:
                  train: {format: csv, path: %s, series: {%s}}
                """
                        .formatted(folder, settings);
        return Tasks.reader().read(yaml, "test", List.of()).data().train();
    }

    @Test
    void rowsAreSortedByTimesThatAreNumbers() throws IOException {
        var found = records("time: day, values: close, inputs: open, window: 2, horizon: 1");
        assertEquals("11", found.get(0).name());
        assertEquals(MISSING, found.get(0).wrong());
        var first = found.get(1);
        assertArrayEquals(new double[] {20, 2}, first.sequence()[0]);
        assertArrayEquals(new double[] {10, 1}, first.sequence()[1]);
        assertArrayEquals(new double[] {40}, first.target());
        assertEquals(3, found.size());
    }

    @Test
    void aFormulaGivesTheInputs() throws IOException {
        var found =
                records(
                        "time: day, formula: 'close ~ open + volume + open:volume', window: 2, horizon: 1");
        assertEquals(3, found.size());
        assertEquals("11", found.get(0).name());
        var first = found.get(1);
        assertArrayEquals(new double[] {20, 2, 6, 12}, first.sequence()[0]);
        assertArrayEquals(new double[] {10, 1, 2, 2}, first.sequence()[1]);
        assertArrayEquals(new double[] {40}, first.target());
    }

    @Test
    void aMissingFactorOfAnInteractionIsAMissingNumber() throws IOException {
        var series = "time: day, formula: 'close ~ open:volume', window: 1, horizon: 1";
        var found = records(PRICES.replace("9,3,3", "9,3,") + "12,1,2,60,x\n", source(series));
        var wrong = found.stream().filter(row -> !row.wrong().isEmpty()).toList();
        assertEquals(List.of("9", "11"), wrong.stream().map(Seen::name).toList());
        assertEquals(MISSING, wrong.get(0).wrong());
        var good = found.stream().filter(row -> row.wrong().isEmpty()).toList();
        assertEquals(List.of("1"), good.stream().map(Seen::name).toList());
        assertArrayEquals(new double[] {20, 12}, good.get(0).sequence()[0]);
    }

    @Test
    void theFutureHasNoFactorsOfAnInteraction() throws IOException {
        var series =
                "time: day, formula: 'close ~ open + open:volume + holiday', known: holiday,"
                        + " window: 2, horizon: 2";
        var table =
                """
                day,open,volume,close,holiday
                1,2,6,20,false
                2,1,2,10,true
                3,,,,false
                4,,,,true
                """;
        var found = records(table, source(series).cut(SeriesConf.Part.LATEST, 0));
        assertEquals(1, found.size());
        assertEquals("", found.get(0).wrong());
        // The value, the three terms, and the day off now and a horizon later.
        assertArrayEquals(new double[] {20, 2, 12, 0, 0, 0}, found.get(0).sequence()[0]);
        assertArrayEquals(new double[] {10, 1, 2, 1, 1, 1}, found.get(0).sequence()[1]);
    }

    @Test
    void columnsThatAreMissingAreNamed() {
        var absent = "time: day, formula: close ~ opn, window: 2";
        var formula = assertThrows(ConfigurationException.class, () -> records(absent));
        assertTrue(
                formula.getMessage()
                        .startsWith(
                                "data.train.series.formula: expected an R formula of the columns"
                                        + " open, volume, close, name, got \"close ~ opn\""),
                formula.getMessage());
        var time = assertThrows(DataException.class, () -> records("time: dy, values: close"));
        assertTrue(
                time.getMessage().startsWith("data.train.series.time: csv at"), time.getMessage());
        assertTrue(time.getMessage().contains("has no column dy"), time.getMessage());
    }
}
