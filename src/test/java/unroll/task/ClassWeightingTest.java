package unroll.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.ConfigurationException;
import unroll.conf.TrainingConf.ClassWeights;

final class ClassWeightingTest {
    private static final List<String> LABELS = List.of("a", "b", "c");
    private static final List<Long> COUNTS = List.of(10L, 40L, 50L);

    @Test
    void balancedClassesWeighTheSameInAll() {
        var weights = ClassWeighting.of(new ClassWeights.Balanced(), LABELS, COUNTS);
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            assertEquals(100.0 / 3, weights.get(k) * COUNTS.get(k), 1e-9);
            sum += weights.get(k) * COUNTS.get(k);
        }
        assertEquals(1, sum / 100, 1e-12, "mean weight of an example");
        assertEquals(
                List.of(1.0, 1.0, 1.0),
                ClassWeighting.of(new ClassWeights.Equal(), LABELS, COUNTS));
    }

    @Test
    void givenWeightsGoByLabel() {
        var given = new ClassWeights.Given(List.of("c", "a", "b"), List.of(3.0, 1.0, 2.0));
        assertEquals(List.of(1.0, 2.0, 3.0), ClassWeighting.of(given, LABELS, COUNTS));
        var other = new ClassWeights.Given(List.of("a", "x"), List.of(1.0, 2.0));
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> ClassWeighting.of(other, LABELS, COUNTS));
        assertTrue(refused.getMessage().contains("a, b, c"), refused.getMessage());
    }
}
