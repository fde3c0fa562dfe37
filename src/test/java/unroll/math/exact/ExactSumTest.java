package unroll.math.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExactSumTest {
    @Test
    void isTheSumWithoutRoundingInAnyOrderAndAnyParts() {
        var random = new Random(2);
        var terms = new ArrayList<Double>();
        var expected = BigDecimal.ZERO;
        for (int i = 0; i < 3000; i++) {
            double term = (random.nextDouble() - 0.5) * Math.pow(2, random.nextInt(2000) - 1000);
            terms.add(term);
            expected = expected.add(new BigDecimal(term));
        }
        for (double edge : new double[] {Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE}) {
            terms.add(edge);
            expected = expected.add(new BigDecimal(edge));
        }
        for (int parts = 1; parts < 4; parts++) {
            Collections.shuffle(terms, random);
            var sum = new ExactSum();
            for (int part = 0; part < parts; part++) {
                var some = new ExactSum();
                for (int i = part; i < terms.size(); i += parts) {
                    some.add(terms.get(i));
                }
                sum.add(some);
            }
            assertEquals(0, expected.compareTo(sum.exact()));
            assertEquals(expected.doubleValue(), sum.value());
        }
    }

    @Test
    void cancelsExactly() {
        var sum = new ExactSum();
        for (double term : new double[] {1e300, 1, -1e300, 1e-300}) {
            sum.add(term);
        }
        assertEquals(1, sum.value());
        sum.add(-1);
        assertEquals(1e-300, sum.value());
        assertThrows(IllegalArgumentException.class, () -> sum.add(Double.NaN));
    }

    @Test
    void theMeanOverflowsNowhere() {
        var sum = new ExactSum();
        assertEquals(Double.NaN, sum.mean(0));
        sum.add(Double.MAX_VALUE);
        sum.add(Double.MAX_VALUE);
        assertEquals(Double.MAX_VALUE, sum.mean(2));
    }
}
