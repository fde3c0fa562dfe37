package unroll.encode.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class LogCountRatiosTest {
    @Test
    void aRatioComparesAClassWithTheOthers() {
        // Class 2 against the rest: p + 1 = 1, 7 (sum 8) and q + 1 = 5, 1 (sum 6).
        var ratios = new LogCountRatios(new int[] {2, 0, 2, 0, 0, 6}, 3);
        assertEquals(Math.log(1.0 / 8) - Math.log(5.0 / 6), ratios.of(2, 0), 1e-12);
        assertEquals(Math.log(7.0 / 8) - Math.log(1.0 / 6), ratios.of(2, 1), 1e-12);
        // Class 0: p + 1 = 3, 1 (sum 4) and q + 1 = 3, 7 (sum 10).
        assertEquals(Math.log(3.0 / 4) - Math.log(3.0 / 10), ratios.of(0, 0), 1e-12);
    }
}
