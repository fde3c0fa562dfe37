package unroll.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ChanceTallyTest {
    private static MeasuredChances of(float[] chances, float[] real) {
        var tally = new ChanceTally();
        tally.add(Forecasted.good(chances, real, 1));
        return tally.measured(1);
    }

    @Test
    void meansOverAllChances() {
        var found = of(new float[] {0.25f, 0.75f}, new float[] {0, 0.5f});
        double second = -0.5 * Math.log(0.75) - 0.5 * Math.log(0.25);
        assertEquals((-Math.log(0.75) + second) / 2, found.logLoss(), 1e-12);
        assertEquals(1, found.accuracy()); // one half is yes
        assertEquals(0.0625, found.brier(), 1e-12);
        assertEquals(2, found.numbers());
    }

    @Test
    void whatIsCertainAndWrongCostsTheSameBothWays() {
        double yes = of(new float[] {1}, new float[] {0}).logLoss();
        double no = of(new float[] {0}, new float[] {1}).logLoss();
        assertEquals(24 * Math.log(2), yes, 1e-12);
        assertEquals(yes, no, 1e-12);
        assertEquals(0, of(new float[] {1, 0}, new float[] {1, 0}).logLoss());
    }

    @Test
    void partsAddUp() {
        var whole = new ChanceTally();
        var other = new ChanceTally();
        whole.add(Forecasted.good(new float[] {0.1f, 0.9f}, new float[] {0, 0}, 2));
        other.add(Forecasted.good(new float[] {0.3f, 0.8f}, new float[] {1, 1}, 2));
        whole.add(other);
        var at = of(new float[] {0.1f, 0.9f, 0.3f, 0.8f}, new float[] {0, 0, 1, 1});
        assertEquals(new MeasuredChances(2, 4, at.logLoss(), 0.5, at.brier()), whole.measured(2));
    }
}
