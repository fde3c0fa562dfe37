package unroll.encode.series;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.task.StepConf;
import unroll.conf.task.StepConf.Unit;

final class SeriesTimesTest {
    private static final long DAY = 24L * 60 * 60 * 1_000_000;

    @Test
    void timesOfEveryTypeAreWholeNumbers() {
        assertEquals(17, SeriesTimes.of(17));
        assertEquals(17, SeriesTimes.of(17.0));
        assertEquals(17, SeriesTimes.of(new BigDecimal("17.000")));
        assertEquals(-3, SeriesTimes.of(" -3 "));
        assertEquals(DAY, SeriesTimes.of("1970-01-02"));
        assertEquals(31 * DAY, SeriesTimes.of("1970-02"));
        assertEquals(DAY + 1_500_000, SeriesTimes.of("1970-01-02T00:00:01.5"));
        assertEquals(DAY / 2, SeriesTimes.of("1970-01-01 12:00"));
        assertEquals(DAY / 2, SeriesTimes.of("1970-01-01T14:00:00+02:00"));
        assertEquals(DAY, SeriesTimes.of(LocalDate.ofEpochDay(1)));
        assertEquals(DAY, SeriesTimes.of(java.sql.Date.valueOf("1970-01-02")));
        assertEquals(5_000_000, SeriesTimes.of(Instant.ofEpochSecond(5)));
        assertEquals(5_000_000, SeriesTimes.of(java.sql.Timestamp.from(Instant.ofEpochSecond(5))));
        assertEquals(DAY, SeriesTimes.of(LocalDateTime.of(1970, 1, 2, 0, 0)));
        // Two and a half centuries back, microseconds still fit.
        assertEquals(LocalDate.of(1749, 1, 1).toEpochDay() * DAY, (long) SeriesTimes.of("1749-01"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "x", "17.5", "2026-13", "2026-02-30", "2026-1-1", "2026-01-01 noon"})
    void whatIsNoTimeIsNone(String text) {
        assertNull(SeriesTimes.of(text));
    }

    @Test
    void numbersWithAFractionAndMissingTimesAreNone() {
        assertNull(SeriesTimes.of(1.5));
        assertNull(SeriesTimes.of(Double.NaN));
        assertNull(SeriesTimes.of(null));
    }

    private static StepConf every(int count, Unit unit) {
        return new StepConf(count, unit);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-01-31, 2026-02-28, 1, MONTH, 1",
        "2026-01, 2026-04, 1, MONTH, 3",
        "2026-01, 2026-04, 1, QUARTER, 1",
        "2026-01, 2026-03, 1, QUARTER, 0",
        "2026-01, 2028-01, 1, YEAR, 2",
        "2026-01-05, 2026-01-19, 1, WEEK, 2",
        "2026-01-05, 2026-01-13, 1, WEEK, 0",
        "2024-02-28, 2024-03-01, 1, DAY, 2",
        "2026-01-01 00:00, 2026-01-01 00:45, 15, MINUTE, 3",
        "2026-01-01 00:00, 2026-01-01 00:50, 15, MINUTE, 0",
        "3, 9, 2, NUMBER, 3",
        "3, 8, 2, NUMBER, 0"
    })
    void stepsAreCounted(String from, String to, int count, Unit unit, long steps) {
        assertEquals(
                steps,
                SeriesTimes.steps(SeriesTimes.of(from), SeriesTimes.of(to), every(count, unit)));
    }

    @ParameterizedTest
    @CsvSource({
        "1983-12, 2, 1, MONTH, 1984-02",
        "2026-01-31, 1, 1, MONTH, 2026-02-28",
        "2026-02-28, 1, 1, MONTH, 2026-03-31",
        "2026-01-15, 13, 1, MONTH, 2027-02-15",
        "2024-02-29, 1, 1, YEAR, 2025-02-28",
        "2026-12-31, 1, 1, DAY, 2027-01-01",
        "2026-12-31 23:45, 2, 15, MINUTE, 2027-01-01 00:15",
        "2026-12-31T23:45:00, 1, 15, MINUTE, 2027-01-01T00:00:00",
        "2026-12-31T23:45Z, 1, 15, MINUTE, 2027-01-01T00:00Z",
        "7, 3, 2, NUMBER, 13"
    })
    void laterTimesHaveTheFormOfTheTable(
            String from, int steps, int count, Unit unit, String later) {
        long time = SeriesTimes.after(SeriesTimes.of(from), steps, every(count, unit));
        assertEquals(later, SeriesTimes.in(from, time));
    }

    @Test
    void laterTimesHaveTheTypeOfTheTable() {
        assertEquals(LocalDate.ofEpochDay(2), SeriesTimes.in(LocalDate.ofEpochDay(1), 2 * DAY));
        assertEquals(
                java.sql.Date.valueOf("1970-01-03"),
                SeriesTimes.in(java.sql.Date.valueOf("1970-01-02"), 2 * DAY));
        assertEquals(Instant.ofEpochSecond(9), SeriesTimes.in(Instant.EPOCH, 9_000_000));
        assertEquals(4, SeriesTimes.in(3, 4));
        assertEquals(4L, SeriesTimes.in(3L, 4));
        assertEquals(4.0, SeriesTimes.in(3.0, 4));
    }
}
