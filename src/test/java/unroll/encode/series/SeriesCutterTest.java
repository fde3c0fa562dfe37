package unroll.encode.series;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.task.SeriesConf;
import unroll.conf.task.SeriesConf.Part;
import unroll.conf.task.StepConf;
import unroll.data.DataException;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.task.registry.Tasks;

/** Windows against their definition, written down step by step. */
final class SeriesCutterTest {
    private static SeriesConf conf(String settings) {
        var yaml =
                """
                task: forecast
                run: {dir: d}
                data:
                  train: {format: csv, path: p, series: {time: t, values: y, %s}}
                """;
        var conf = Tasks.reader().read(yaml.formatted(settings), "test", List.of());
        return conf.data().train().series();
    }

    /** A value that tells its step. */
    private static double y(int t) {
        return 100 + t * t;
    }

    private static SeriesRows rows(int count, int columns) {
        var rows = new SeriesRows(List.of(), columns);
        for (int t = 0; t < count; t++) {
            var row = new double[columns];
            for (int k = 0; k < columns; k++) {
                row[k] = k == 0 ? y(t) : 1000 * k + t;
            }
            rows.add(t, t, row);
        }
        return rows;
    }

    private static List<RawRecord> records(SeriesConf conf, SeriesRows rows) {
        var records = new ArrayList<RawRecord>();
        new SeriesCutter(conf).records(rows).forEachRemaining(records::add);
        return records;
    }

    @SuppressWarnings("unchecked")
    private static double[][] sequence(RawRecord record) {
        return ((List<double[]>) record.sequence()).toArray(new double[0][]);
    }

    private static int origin(RawRecord record) {
        return (int) record.frame().origin();
    }

    private static List<Integer> origins(List<RawRecord> records) {
        return records.stream().map(SeriesCutterTest::origin).toList();
    }

    @Test
    void aWindowHoldsTheStepsUpToItsOriginAndTargetsThoseAfterIt() {
        var found = records(conf("window: 3, horizon: 2"), rows(8, 1));
        assertEquals(List.of(2, 3, 4, 5), origins(found));
        for (var record : found) {
            int origin = origin(record);
            var sequence = sequence(record);
            assertEquals(3, sequence.length);
            for (int i = 0; i < 3; i++) {
                assertArrayEquals(new double[] {y(origin - 2 + i)}, sequence[i]);
            }
            var next = new double[] {y(origin + 1), y(origin + 2)};
            assertArrayEquals(next, (double[]) record.target());
            assertArrayEquals(next, record.frame().future());
            assertNull(record.wrong());
        }
    }

    @ParameterizedTest
    @CsvSource({"1, 0, 1", "2, 0, 3", "3, 0.25, 1", "4, 0.5, 2", "6, 0.2, 1"})
    void noWindowOfTrainingSeesAValueOfTheOtherParts(int test, double share, int stride) {
        int steps = 40;
        int horizon = 1;
        var conf =
                conf(
                        "window: 4, horizon: %d, stride: %d, test: %d, difference: 2"
                                .formatted(horizon, stride, test));
        int testFrom = steps - test;
        int validationFrom = (int) Math.ceil(testFrom * (1 - share));
        for (var part : Part.values()) {
            var found = records(conf.of(part, share).unreported(), rows(steps, 1));
            int from = part == Part.TEST ? testFrom : part == Part.VALIDATION ? validationFrom : 0;
            int to =
                    switch (part) {
                        case TRAIN -> validationFrom;
                        case VALIDATION -> testFrom;
                        default -> steps;
                    };
            if (part == Part.LATEST) {
                assertEquals(List.of(steps - 1), origins(found));
                continue;
            }
            var wanted = new ArrayList<Integer>();
            for (int t = Math.max(from - 1, 5); t + horizon < to; t += stride) {
                wanted.add(t);
            }
            assertEquals(wanted, origins(found), part.toString());
            for (var record : found) {
                if (part == Part.TRAIN) {
                    assertTrue(origin(record) + horizon < validationFrom);
                }
                for (double value : record.frame().future()) {
                    assertTrue(value >= y(from) && value <= y(to - 1), part + " " + value);
                }
            }
        }
    }

    @Test
    void differencesAreTakenToTheLastPeriodBeforeTheOrigin() {
        var conf = conf("window: 3, horizon: 5, difference: 2, log: true, season: 2");
        var found = records(conf, rows(12, 1));
        assertEquals(List.of(4, 5, 6), origins(found));
        var record = found.get(1);
        for (int i = 0; i < 3; i++) {
            int t = 3 + i;
            double change = Math.log(y(t)) - Math.log(y(t - 2));
            assertEquals(change, sequence(record)[i][0], 1e-12);
        }
        var target = (double[]) record.target();
        int[] base = {4, 5, 4, 5, 4}; // the last step of the same place in the period
        for (int h = 1; h <= 5; h++) {
            double change = Math.log(y(5 + h)) - Math.log(y(base[h - 1]));
            assertEquals(change, target[h - 1], 1e-12);
            double back =
                    SeriesTransform.of(conf).restore(record.frame().past(), h - 1, target[h - 1]);
            assertEquals(y(5 + h), back, 1e-9);
        }
    }

    @Test
    void stepsThatFollowEachOtherAreRestoredOneByOne() {
        for (int difference : new int[] {0, 1, 3}) {
            var conf =
                    conf(
                            "window: 3, horizon: 5, recursive: true, log: true, difference: "
                                    + difference);
            var record = records(conf, rows(12, 1)).get(0);
            var sequence = sequence(record);
            assertEquals(3 + 5, sequence.length);
            assertNull(record.target());
            var ahead = IntStream.range(3, 8).mapToDouble(i -> sequence[i][0]).toArray();
            var values = SeriesTransform.of(conf).restoreSteps(record.frame().past(), ahead);
            for (int h = 1; h <= 5; h++) {
                assertEquals(y(origin(record) + h), values[h - 1], 1e-9);
            }
        }
    }

    @Test
    void knownInputsAreThoseOfTheStepAndOfAHorizonLater() {
        var conf = conf("window: 4, horizon: 3, inputs: [a], known: [b, c]");
        var record = records(conf, rows(9, 4)).get(1);
        int origin = origin(record);
        for (int i = 0; i < 4; i++) {
            int t = origin - 3 + i;
            assertArrayEquals(
                    new double[] {y(t), 1000 + t, 2000 + t, 3000 + t, 2003 + t, 3003 + t},
                    sequence(record)[i]);
        }
    }

    @Test
    void theFutureIsReadFromRowsWithoutValues() {
        var conf = conf("window: 4, horizon: 3, known: [b]").of(Part.LATEST, 0);
        var rows = rows(9, 2);
        for (int t = 9; t < 12; t++) {
            rows.add(t, t, new double[] {Double.NaN, 1000 + t});
        }
        var record = records(conf, rows).get(0);
        assertEquals(8, origin(record));
        assertEquals(List.of(9, 10, 11), record.frame().times());
        assertEquals(1011, sequence(record)[3][2]);
        // They are no rows of training, and no mistake there.
        assertEquals(List.of(3, 4, 5), origins(records(conf.of(Part.ALL, 0), rows)));
        var without = records(conf, rows(9, 2)).get(0);
        assertEquals(Reason.NO_KNOWN, without.wrong());
    }

    private static List<String> wrong(List<RawRecord> records) {
        return records.stream()
                .filter(record -> record.wrong() != null)
                .map(record -> record.wrong() + " " + record.name())
                .toList();
    }

    @Test
    void windowsEndAtRowsThatAreWrong() {
        var conf = conf("window: 2, horizon: 1, every: 1, log: true");
        var rows = new SeriesRows(List.of(), 1);
        var times = new int[] {1, 2, 3, 5, 6, 7, 7, 8, 9, 10, 11, 12, 13, 14, 15};
        for (int time : times) {
            double value = time == 11 ? Double.NaN : time == 14 ? 0 : time;
            rows.add(time, time, new double[] {value});
        }
        var found = records(conf, rows);
        assertEquals(
                List.of(
                        Reason.GAP + " 5",
                        Reason.REPEATED_TIME + " 7",
                        Reason.REPEATED_TIME + " 7",
                        Reason.NOT_FINITE + " 11",
                        Reason.NOT_POSITIVE + " 14"),
                wrong(found));
        var windows = found.stream().filter(record -> record.wrong() == null).toList();
        // 1 2 3 | 5 6 | 8 9 10 | 12 13 | 15
        assertEquals(List.of(2, 9), origins(windows));
        // Of the last two steps only, which a forecast would read.
        assertEquals(
                List.of(Reason.NOT_POSITIVE + " 14", Reason.SHORT_SERIES + " 15"),
                wrong(records(conf.of(Part.LATEST, 0), rows)));
    }

    @Test
    void rowsThatArePartOfNoWindowThatIsReadAreNotReported() {
        var conf = conf("window: 2, horizon: 1, every: 1, test: 4");
        var rows = new SeriesRows(List.of(), 1);
        for (int time : new int[] {1, 2, 4, 5, 6, 8, 9, 10, 11, 13, 14, 15}) {
            rows.add(time, time, new double[] {time});
        }
        // The test set begins with 11, whose window begins with 9.
        var test = conf.of(Part.TEST, 0);
        assertEquals(List.of(Reason.GAP + " 13"), wrong(records(test, rows)));
        assertEquals(
                List.of(Reason.GAP + " 8", Reason.GAP + " 13"),
                wrong(records(test.withHistory(1), rows)));
        var latest = conf.of(Part.LATEST, 0);
        assertEquals(List.of(), wrong(records(latest, rows)));
        assertEquals(List.of(Reason.GAP + " 13"), wrong(records(latest.withHistory(1), rows)));
        // Training reads what the others measure.
        assertEquals(
                List.of(Reason.GAP + " 4", Reason.GAP + " 8", Reason.GAP + " 13"),
                wrong(records(conf.of(Part.TRAIN, 0), rows)));
        assertEquals(List.of(), wrong(records(test.unreported().withHistory(1), rows)));
    }

    @Test
    void aSeriesWithHistoryAloneIsTooShort() {
        var conf = conf("window: 2, horizon: 2, every: 1, test: 3").of(Part.TEST, 0);
        var rows = new SeriesRows(List.of(), 1);
        for (int time : new int[] {1, 2, 3, 4, 5, 7, 8}) {
            rows.add(time, time, new double[] {time});
        }
        var found = records(conf.withHistory(9), rows);
        assertEquals(List.of(Reason.GAP + " 7", Reason.SHORT_SERIES + " 8"), wrong(found));
        assertTrue(found.size() > 2, found.size() + " records");
    }

    @Test
    void aTimeBetweenTwoStepsAndATooShortSeriesAreNamed() {
        var conf = conf("window: 2, horizon: 1, every: 2");
        var rows = new SeriesRows(List.of(), 1);
        for (int time : new int[] {2, 4, 5}) {
            rows.add(time, time, new double[] {time});
        }
        assertEquals(
                List.of(Reason.OFF_STEP + " 5", Reason.SHORT_SERIES + " 5"),
                wrong(records(conf, rows)));
        // Training has named them already.
        assertEquals(List.of(), records(conf.of(Part.TEST, 0).unreported(), rows));
    }

    @Test
    void unitsOfTimeDoNotFitNumbers() {
        var conf = conf("window: 2, horizon: 1, every: 1 day");
        var e = assertThrows(DataException.class, () -> records(conf, rows(5, 1)));
        assertTrue(
                e.getMessage().contains("expected a step of the times in column t"),
                e.getMessage());
        assertEquals(new StepConf(1, StepConf.Unit.DAY), conf.every());
    }

    @Test
    void errorsAreScaledByThoseBeforeTheMeasuredSet() {
        var conf = conf("key: k, window: 3, horizon: 2, season: 2, test: 4");
        var values = new double[] {1, 5, 2, 9, 4, 1, 7, 7};
        var rows = new SeriesRows(List.of("a"), 1);
        for (int t = 0; t < values.length; t++) {
            rows.add(t, t, new double[] {values[t]});
        }
        // Of the steps 0 to 3: |2 - 1| and |9 - 5|.
        var test = records(conf.of(Part.TEST, 0), rows).get(0);
        assertArrayEquals(new double[] {2.5}, test.frame().scales());
        // Of a whole series those of its first window, steps 0 to 2: fewer errors than a season.
        var all = records(conf.of(Part.ALL, 0), rows).get(0);
        assertArrayEquals(new double[] {Double.NaN}, all.frame().scales());
        assertEquals(List.of("a"), all.frame().keys());
        // Steps 0 to 4: 1, 4 and 2.
        var longer = conf("key: k, window: 5, horizon: 2, season: 2").of(Part.ALL, 0);
        for (var record : records(longer, rows)) {
            assertArrayEquals(new double[] {7.0 / 3}, record.frame().scales());
        }
        assertEquals(2, records(longer, rows).size());
    }

    @Test
    void theNextTimesFollowTheRule() {
        var conf = conf("window: 2, horizon: 3, every: 1 month").of(Part.LATEST, 0);
        var rows = new SeriesRows(List.of(), 1);
        for (var month : List.of("2025-10", "2025-11", "2025-12")) {
            rows.add(month, SeriesTimes.of(month), new double[] {1});
        }
        var frame = records(conf, rows).get(0).frame();
        assertEquals("2025-12", frame.origin());
        assertEquals(List.of("2026-01", "2026-02", "2026-03"), frame.times());
        var free = conf("window: 2, horizon: 2").of(Part.LATEST, 0);
        assertEquals(Arrays.asList(null, null), records(free, rows).get(0).frame().times());
        assertEquals(0, frame.future().length, String.format(Locale.ROOT, "%s", frame));
    }

    private static List<Boolean> history(List<RawRecord> records) {
        return records.stream().map(record -> record.frame().history()).toList();
    }

    @Test
    void windowsBeforeAPartAreReadAsItsHistory() {
        var conf = conf("window: 3, horizon: 2, test: 5").of(Part.TEST, 0);
        var found = records(conf.withHistory(3), rows(12, 1));
        assertEquals(List.of(3, 4, 5, 6, 7, 8, 9), origins(found));
        assertEquals(List.of(true, true, true, false, false, false, false), history(found));
        for (var record : found) {
            int origin = origin(record);
            var next = new double[] {y(origin + 1), y(origin + 2)};
            assertArrayEquals(next, record.frame().future());
            assertEquals(origin, record.frame().step());
        }
        assertEquals(List.of(2, 3, 4, 5, 6), origins(found(conf, 100)).subList(0, 5));
        // In strides from the first window of the part.
        var strides = conf("window: 3, horizon: 2, test: 5, stride: 3").of(Part.TEST, 0);
        assertEquals(List.of(3, 6, 9), origins(found(strides, 100)));
        // Training and whole series have none.
        for (var part : List.of(Part.TRAIN, Part.ALL)) {
            assertEquals(
                    records(conf.of(part, 0), rows(12, 1)).size(),
                    records(conf.of(part, 0).withHistory(3), rows(12, 1)).size());
        }
    }

    private static List<RawRecord> found(SeriesConf conf, int history) {
        return records(conf.withHistory(history), rows(12, 1));
    }

    @Test
    void theHistoryOfTheLastWindowHoldsWhatIsKnownThen() {
        var conf = conf("window: 3, horizon: 2, every: 1").of(Part.LATEST, 0);
        var found = found(conf, 2);
        assertEquals(List.of(9, 10, 11), origins(found));
        assertEquals(List.of(true, true, false), history(found));
        assertArrayEquals(new double[] {y(10), y(11)}, found.get(0).frame().future());
        assertArrayEquals(new double[] {y(11), Double.NaN}, found.get(1).frame().future());
        assertEquals(0, found.get(2).frame().future().length);
        // No window of history reaches over a gap.
        var rows = new SeriesRows(List.of(), 1);
        for (int time : new int[] {0, 1, 2, 3, 4, 6, 7, 8, 9}) {
            rows.add(time, time, new double[] {time});
        }
        var quiet = conf.unreported().withHistory(100);
        assertEquals(List.of(2, 8, 9), origins(records(quiet, rows)));
    }
}
