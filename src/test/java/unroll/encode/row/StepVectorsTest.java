package unroll.encode.row;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.math.BigDecimal;
import java.sql.Date;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import org.junit.jupiter.api.Test;

final class StepVectorsTest {
    private static StepVectors sequence(Object... steps) {
        return StepVectors.sequence(List.of(steps));
    }

    @Test
    void numbersOfAllTypesAreTheNearestDoubles() {
        var found =
                sequence(
                        1_700_000_000_000_000_001L,
                        new BigDecimal("12345678901234567890123456789012345.678"),
                        new BigDecimal("0.1"),
                        0.25f,
                        1e300,
                        Double.MIN_VALUE,
                        (byte) 3,
                        true);
        assertArrayEquals(
                new double[] {
                    1_700_000_000_000_000_000.0,
                    1.234567890123457E34,
                    0.1,
                    0.25,
                    1e300,
                    Double.MIN_VALUE,
                    3,
                    1
                },
                found.numbers());
    }

    @Test
    void timesAreSecondsOfUniversalTime() {
        var instant = Instant.ofEpochSecond(1_700_000_000, 250_000_000);
        for (Object time :
                List.of(
                        instant,
                        Timestamp.from(instant),
                        LocalDateTime.of(2023, 11, 14, 22, 13, 20, 250_000_000))) {
            assertEquals(1_700_000_000.25, StepVectors.target(time).numbers()[0]);
        }
        for (Object day :
                List.of(LocalDate.of(2023, 11, 14), Date.valueOf(LocalDate.of(2023, 11, 14)))) {
            assertEquals(1_699_920_000, StepVectors.target(day).numbers()[0]);
        }
    }

    @Test
    void whatIsNoFiniteNumberIsNamed() {
        for (Object bad : List.of(Double.NaN, Double.POSITIVE_INFINITY, Float.NaN, "7")) {
            assertEquals(Reason.NOT_FINITE, sequence(1.0, bad).wrong());
        }
        assertEquals(Reason.NO_TARGET, StepVectors.target(null).wrong());
    }
}
