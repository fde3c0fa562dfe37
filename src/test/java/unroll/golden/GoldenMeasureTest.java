package unroll.golden;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;

/** The measure of agreement lets nothing through that it should not. */
final class GoldenMeasureTest {
    private static final GoldenTensor TENSOR =
            new GoldenTensor("file.json grad", new int[] {2, 2}, new double[] {1, -4, 0, 2});

    @Test
    void isRelativeToTheLargestElement() {
        assertDoesNotThrow(() -> TENSOR.check(1e-2, 1.03, -4, 0, 2));
        assertThrows(AssertionError.class, () -> TENSOR.check(1e-2, 1.05, -4, 0, 2));
    }

    @Test
    void namesTheTensorAndTheWorstElement() {
        var error = assertThrows(AssertionError.class, () -> TENSOR.check(1e-5, 1, -4, 0.5, 1.9));
        assertTrue(
                error.getMessage().startsWith("file.json grad[1, 0]: got 0.5, expected 0.0"),
                error.getMessage());
    }

    @Test
    void failsForWhatIsNotANumber() {
        assertThrows(AssertionError.class, () -> TENSOR.check(1e-5, 1, -4, 0, Double.NaN));
        assertThrows(AssertionError.class, () -> TENSOR.check(1e-5, Double.NaN, -4, 0, 2));
        assertThrows(
                AssertionError.class, () -> TENSOR.check(1e-5, 1, Double.POSITIVE_INFINITY, 0, 2));
        assertThrows(
                AssertionError.class,
                () -> new GoldenTensor("t", new int[] {1}, new double[] {Double.NaN}));
    }

    @Test
    void failsForAnotherNumberOfElements() {
        assertThrows(AssertionError.class, () -> TENSOR.check(1e-5, 1, -4, 0));
    }

    @Test
    void ofATensorOfZerosRequiresZeros() {
        var zeros = new GoldenTensor("t", new int[] {2}, new double[2]);
        assertDoesNotThrow(() -> zeros.check(1e-5, 0, 0));
        assertThrows(AssertionError.class, () -> zeros.check(1e-5, 0, 1e-30));
    }
}
