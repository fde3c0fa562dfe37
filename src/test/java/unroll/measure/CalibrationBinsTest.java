package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class CalibrationBinsTest {
    @Test
    void theCalibrationErrorIsTheMeanDistanceOverTheBins() {
        var bins = new CalibrationBins();
        // In the bin of 0.9: two of four right. In the bin of 0.6: one of one right.
        for (int i = 0; i < 4; i++) {
            bins.add(0.9f, i < 2);
        }
        var other = new CalibrationBins();
        other.add(0.6f, true);
        bins.add(other);
        assertEquals((4 * (0.9 - 0.5) + (1 - 0.6)) / 5, bins.error(), 1e-6);
        assertEquals(0, new CalibrationBins().error());
    }
}
