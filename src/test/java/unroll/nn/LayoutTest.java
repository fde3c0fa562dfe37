package unroll.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import unroll.train.ExitCode;

final class LayoutTest {
    private static final int HALF = 1 << 15;

    @Test
    void moreParametersThanAnArrayHoldsAreRefused() {
        var layout = new Layout.Builder();
        layout.add("half", (theta, slice, seed) -> {}, HALF, HALF);
        var refused =
                assertThrows(
                        TooManyParametersException.class,
                        () -> layout.add("head.w", (theta, slice, seed) -> {}, HALF, HALF));
        assertTrue(refused.getMessage().contains("head.w [32768, 32768]"), refused.getMessage());
        assertThrows(
                TooManyParametersException.class,
                () -> layout.add("wh", (theta, slice, seed) -> {}, 4_000_000, 1_000_000));
        assertEquals(HALF * HALF, layout.build().size());
        assertEquals(2, ExitCode.of(refused));
    }
}
