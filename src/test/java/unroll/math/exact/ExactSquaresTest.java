package unroll.math.exact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ExactSquaresTest {
    @Test
    void isTheSumOfSquaresWithoutRoundingInAnyParts() {
        var random = new Random(2);
        var numbers =
                new ArrayList<>(
                        List.of(0.0, Double.MIN_VALUE, Double.MAX_VALUE, -Double.MAX_VALUE, 0.1));
        for (int i = 0; i < 500; i++) {
            numbers.add((random.nextDouble() - 0.5) * Math.scalb(1.0, random.nextInt(2000) - 1000));
        }
        var expected = BigDecimal.ZERO;
        for (double number : numbers) {
            expected = expected.add(new BigDecimal(number).pow(2));
        }
        for (int parts = 1; parts < 4; parts++) {
            Collections.shuffle(numbers, random);
            var sum = new ExactSquares();
            for (int part = 0; part < parts; part++) {
                var some = new ExactSquares();
                for (int i = part; i < numbers.size(); i += parts) {
                    some.add(numbers.get(i));
                }
                sum.add(some);
            }
            assertEquals(0, expected.compareTo(sum.exact()));
        }
        assertThrows(
                IllegalArgumentException.class,
                () -> new ExactSquares().add(Double.POSITIVE_INFINITY));
    }
}
