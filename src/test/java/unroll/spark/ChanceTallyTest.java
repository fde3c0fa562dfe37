package unroll.spark;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ChanceTallyTest {
    private static MeasuredChances of(double[] chances, double[] real) {
        var tally = new ChanceTally();
        tally.add(Forecasted.good(chances, real, 1));
        return tally.measured(1);
    }

    @Test
    void meansOverAllChances() {
        var found = of(new double[] {0.25, 0.75}, new double[] {0, 0.5});
        double second = -0.5 * Math.log(0.75) - 0.5 * Math.log(0.25);
        assertEquals((-Math.log(0.75) + second) / 2, found.logLoss(), 1e-12);
        assertEquals(1, found.accuracy()); // one half is yes
        assertEquals(0.0625, found.brier(), 1e-12);
        assertEquals(2, found.numbers());
    }

    @Test
    void whatIsCertainAndWrongCostsTheSameBothWays() {
        double yes = of(new double[] {1}, new double[] {0}).logLoss();
        double no = of(new double[] {0}, new double[] {1}).logLoss();
        assertEquals(24 * Math.log(2), yes, 1e-12);
        assertEquals(yes, no, 1e-12);
        assertEquals(0, of(new double[] {1, 0}, new double[] {1, 0}).logLoss());
    }

    @Test
    void partsAddUp() {
        var whole = new ChanceTally();
        var other = new ChanceTally();
        whole.add(Forecasted.good(new double[] {0.1, 0.9}, new double[] {0, 0}, 2));
        other.add(Forecasted.good(new double[] {0.3, 0.8}, new double[] {1, 1}, 2));
        whole.add(other);
        var at = of(new double[] {0.1, 0.9, 0.3, 0.8}, new double[] {0, 0, 1, 1});
        assertEquals(new MeasuredChances(2, 4, at.logLoss(), 0.5, at.brier()), whole.measured(2));
    }
}
