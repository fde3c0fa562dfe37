package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class PrecisionRecallTest {
    @Test
    void figuresAreThoseOfTheCounts() {
        var counts = new PrecisionRecall(4, 5, 3);
        assertEquals(0.6, counts.precision(), 1e-15);
        assertEquals(0.75, counts.recall(), 1e-15);
        assertEquals(2 * 0.6 * 0.75 / (0.6 + 0.75), counts.f1(), 1e-15);
    }

    @Test
    void aRatioWithoutDenominatorIsZero() {
        var none = PrecisionRecall.NONE;
        assertEquals(0, none.precision() + none.recall() + none.f1());
    }

    @Test
    void theMeanIsOverThoseThatOccur() {
        var right = new PrecisionRecall(2, 2, 2);
        var neverFound = new PrecisionRecall(2, 0, 0);
        assertEquals(
                0.5, PrecisionRecall.macroF1(List.of(right, neverFound, PrecisionRecall.NONE)));
        assertEquals(0, PrecisionRecall.macroF1(List.of(PrecisionRecall.NONE)));
    }
}
