package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

final class ProbabilitySumsTest {
    private static Measures of(double[] probabilities, double[] real) {
        return sums(probabilities, real).measures(1);
    }

    private static ProbabilitySums sums(double[] probabilities, double[] real) {
        var sums = new ProbabilitySums();
        for (int i = 0; i < real.length; i++) {
            sums.add(probabilities[i], real[i]);
        }
        return sums;
    }

    @Test
    void meansOverAllChances() {
        var found = of(new double[] {0.25, 0.75}, new double[] {0, 0.5});
        double second = -0.5 * Math.log(0.75) - 0.5 * Math.log(0.25);
        assertEquals((-Math.log(0.75) + second) / 2, found.figure(Metric.LOG_LOSS), 1e-12);
        assertEquals(1, found.figure(Metric.ACCURACY)); // one half is yes
        assertEquals(0.0625, found.figure(Metric.BRIER), 1e-12);
        assertEquals(2, found.counts().get("numbers"));
    }

    @Test
    void whatIsCertainAndWrongCostsTheSameBothWays() {
        double yes = of(new double[] {1}, new double[] {0}).figure(Metric.LOG_LOSS);
        double no = of(new double[] {0}, new double[] {1}).figure(Metric.LOG_LOSS);
        assertEquals(24 * Math.log(2), yes, 1e-12);
        assertEquals(yes, no, 1e-12);
        assertEquals(0, of(new double[] {1, 0}, new double[] {1, 0}).figure(Metric.LOG_LOSS));
    }

    @Test
    void partsAddUp() {
        var whole = sums(new double[] {0.1, 0.9}, new double[] {0, 0});
        whole.add(sums(new double[] {0.3, 0.8}, new double[] {1, 1}));
        assertEquals(
                sums(new double[] {0.1, 0.9, 0.3, 0.8}, new double[] {0, 0, 1, 1}).measures(2),
                whole.measures(2));
    }
}
