package unroll.task.multilabel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ThresholdSearchTest {
    /** A label of an example. */
    private record Case(float probability, boolean holds) {}

    private static ThresholdSearch search(List<Case> cases) {
        var search = new ThresholdSearch(1);
        cases.forEach(one -> search.add(0, one.probability(), one.holds()));
        return search;
    }

    private static double found(List<Case> cases) {
        return search(cases).found().get(0);
    }

    private static double f1(List<Case> cases, double threshold) {
        long right = 0;
        long others = 0;
        for (var one : cases) {
            boolean said = one.probability() >= threshold;
            right += said && one.holds() ? 1 : 0;
            others += said != one.holds() ? 1 : 0;
        }
        return right == 0 ? 0 : 2.0 * right / (2 * right + others);
    }

    private static double sigmoid(double logit) {
        return 1 / (1 + StrictMath.exp(-logit));
    }

    /** The best of all thresholds, each tried on its own. */
    private static double best(List<Case> cases) {
        var thresholds = new ArrayList<Double>();
        for (double logit = -8; logit <= 8; logit += 0.125) {
            thresholds.add(sigmoid(logit));
        }
        Comparator<Double> byF1 = Comparator.comparing(t -> -f1(cases, t));
        Comparator<Double> byDistance =
                Comparator.comparing(t -> Math.round(8 * Math.abs(Math.log(t / (1 - t)))));
        return thresholds.stream()
                .min(byF1.thenComparing(byDistance).thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    @Test
    void theThresholdIsTheBestOfAllThatAreTriedOneByOne() {
        var random = new Random(4);
        int moved = 0;
        for (int time = 0; time < 200; time++) {
            var cases = new ArrayList<Case>();
            double frequent = random.nextDouble();
            double shift = 3 * random.nextGaussian();
            for (int i = random.nextInt(40); i >= 0; i--) {
                boolean holds = random.nextDouble() < frequent;
                double logit = 2 * random.nextGaussian() + (holds ? 1.5 : -1.5) + shift;
                cases.add(new Case((float) sigmoid(logit), holds));
            }
            double expected = best(cases);
            assertEquals(expected, found(cases), 1e-12, cases.toString());
            moved += expected == 0.5 ? 0 : 1;
        }
        assertTrue(moved > 100, moved + " thresholds differ from one half");
    }

    @Test
    void ofEquallyGoodThresholdsTheNearestToOneHalfIsTaken() {
        var apart = List.of(new Case(0.9f, true), new Case(0.8f, true), new Case(0.1f, false));
        assertEquals(0.5, found(apart));
        // Everything between 0.6 and 0.8 is right; σ(1/2) = 0.62 is the first of the grid.
        var above = List.of(new Case(0.8f, true), new Case(0.6f, false));
        assertEquals(sigmoid(0.5), found(above));
        var below = List.of(new Case(0.4f, true), new Case(0.2f, false));
        assertEquals(sigmoid(-0.5), found(below));
    }

    @Test
    void aProbabilityAtTheThresholdReachesIt() {
        assertEquals(0.5, found(List.of(new Case(0.5f, true), new Case(0.49f, false))));
    }

    @Test
    void withoutAnExampleThatHasTheLabelOneHalfIsKept() {
        assertEquals(List.of(0.5, 0.5), new ThresholdSearch(2).found());
        assertEquals(0.5, found(List.of(new Case(0.9f, false), new Case(0.2f, false))));
        // Nor can any threshold help where the probability is not a number, or below all.
        assertEquals(0.5, found(List.of(new Case(Float.NaN, true), new Case(0.7f, false))));
        assertEquals(0.5, found(List.of(new Case(1e-5f, true))));
    }

    @Test
    void eachLabelHasItsOwnAndDivisionDoesNotMatter() {
        var random = new Random(9);
        var whole = new ThresholdSearch(3);
        var parts = List.of(new ThresholdSearch(3), new ThresholdSearch(3));
        var alone = List.of(new ArrayList<Case>(), new ArrayList<Case>(), new ArrayList<Case>());
        for (int i = 0; i < 300; i++) {
            int label = i % 3;
            double logit = random.nextGaussian() + label;
            var one =
                    new Case((float) sigmoid(logit), random.nextDouble() < sigmoid(logit - label));
            whole.add(label, one.probability(), one.holds());
            parts.get(random.nextInt(2)).add(label, one.probability(), one.holds());
            alone.get(label).add(one);
        }
        parts.get(1).merge(parts.get(0));
        assertEquals(whole.found(), parts.get(1).found());
        assertEquals(alone.stream().map(ThresholdSearchTest::found).toList(), whole.found());
        assertEquals(3, whole.found().stream().distinct().count());
    }
}
