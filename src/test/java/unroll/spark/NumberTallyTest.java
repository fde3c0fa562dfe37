package unroll.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

final class NumberTallyTest {
    private static MeasuredErrors measured(double... actual) {
        var tally = new NumberTally();
        for (double value : actual) {
            tally.add(Forecasted.good(new double[] {value + 1}, new double[] {value}, 1));
        }
        return tally.measured(actual.length);
    }

    @Test
    void targetsThatDoNotVaryHaveNoRelativeError() {
        // One target; equal ones; two that differ by rounding.
        for (var errors :
                new MeasuredErrors[] {
                    measured(184.6), measured(5, 5, 5), measured(0.3, 0.1 + 0.2), measured(0, 0)
                }) {
            assertEquals(1, errors.rmse(), 1e-9);
            assertTrue(errors.text().contains("NRMSE     none: the targets do not vary"));
            assertFalse(errors.text().contains("NaN"), errors.text());
            assertEquals("none", errors.shown().get("NRMSE"));
            assertFalse(errors.tree().containsKey("nrmse"));
            assertFalse(errors.tree().containsKey("lastNrmse"));
        }
    }

    @Test
    void smallDeviationsOfLargeTargetsCount() {
        assertEquals(1, measured(1.7e9 - 1, 1.7e9 + 1).nrmse(), 1e-9);
        assertEquals(1e6, measured(1 - 1e-6, 1 + 1e-6).nrmse(), 1e-2);
    }
}
