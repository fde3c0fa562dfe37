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
    private static final LabelCounts COUNTS = new LabelCounts(100, List.of(10L, 40L, 50L));

    @Test
    void balancedClassesWeighTheSameInAll() {
        var weights = ClassWeighting.of(new ClassWeights.Balanced(), LABELS, COUNTS);
        double sum = 0;
        for (int k = 0; k < 3; k++) {
            assertEquals(100.0 / 3, weights.get(k) * COUNTS.each().get(k), 1e-9);
            sum += weights.get(k) * COUNTS.each().get(k);
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
        assertEquals(List.of(1.0, 2.0, 3.0), ClassWeighting.ofPositives(given, LABELS, COUNTS));
        var other = new ClassWeights.Given(List.of("a", "x"), List.of(1.0, 2.0));
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> ClassWeighting.of(other, LABELS, COUNTS));
        assertTrue(refused.getMessage().contains("a, b, c"), refused.getMessage());
    }

    /** With 100 examples that have a label and 300 that do not, PyTorch advises a weight of 3. */
    @Test
    void balancedLabelsHoldAsMuchAsTheyDoNot() {
        var counts = new LabelCounts(400, List.of(100L, 200L, 320L));
        assertEquals(
                List.of(3.0, 1.0, 0.25),
                ClassWeighting.ofPositives(new ClassWeights.Balanced(), LABELS, counts));
        assertEquals(
                List.of(1.0, 1.0, 1.0),
                ClassWeighting.ofPositives(new ClassWeights.Equal(), LABELS, counts));
    }

    @Test
    void noLabelOutweighsAllOthersOrIsLost() {
        var counts = new LabelCounts(1_000_000, List.of(1L, 1_000_000L, 500_000L));
        assertEquals(
                List.of(100.0, 0.01, 1.0),
                ClassWeighting.ofPositives(new ClassWeights.Balanced(), LABELS, counts));
    }

    @Test
    void aModelThatDoesNotTrainHasEqualWeights() {
        for (var weights :
                List.of(
                        new ClassWeights.Balanced(),
                        new ClassWeights.Given(List.of("x"), List.of(2.0)))) {
            var equal = List.of(1.0, 1.0, 1.0);
            assertEquals(equal, ClassWeighting.of(weights, LABELS, LabelCounts.NONE));
            assertEquals(equal, ClassWeighting.ofPositives(weights, LABELS, LabelCounts.NONE));
        }
    }
}
