package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class NumberSumsTest {
    private static Measures measured(double... actual) {
        var sums = new NumberSums();
        for (double value : actual) {
            sums.add(0, 1, value, true);
        }
        return sums.measures(actual.length);
    }

    @Test
    void targetsThatDoNotVaryHaveNoRelativeError() {
        // One target; equal ones; two that differ by rounding.
        for (var errors :
                new Measures[] {
                    measured(184.6), measured(5, 5, 5), measured(0.3, 0.1 + 0.2), measured(0, 0)
                }) {
            assertEquals(1, errors.figure(Metric.RMSE), 1e-9);
            assertTrue(errors.text().contains("NRMSE     none: the targets do not vary"));
            assertFalse(errors.text().contains("NaN"), errors.text());
            assertEquals("none", errors.shown().get("NRMSE"));
            assertFalse(errors.tree().containsKey("nrmse"));
            assertFalse(errors.tree().containsKey("lastNrmse"));
        }
    }

    @Test
    void smallDeviationsOfLargeTargetsCount() {
        assertEquals(1, measured(1.7e9 - 1, 1.7e9 + 1).figure(Metric.NRMSE), 1e-9);
        assertEquals(1e6, measured(1 - 1e-6, 1 + 1e-6).figure(Metric.NRMSE), 1e-2);
    }
}
