package unroll.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.OptimizerConf;
import unroll.conf.TrainingConf.ClipConf;
import unroll.conf.TrainingConf.ScheduleConf;
import unroll.nn.Layout;
import unroll.nn.RowSet;

class OptimTest {
    private static final List<OptimizerConf> RULES =
            List.of(new OptimizerConf.Sgd(0.1), new OptimizerConf.Adam(0.1, 0.9, 0.999, 1e-8));

    @Test
    void aStepOnRowsIsTheSameStepOnThoseElementsAndNoneElse() {
        for (var conf : RULES) {
            var rule = Optimizer.of(conf);
            float[] gradient = random(300, 1);
            float[] whole = random(300, 2);
            float[] parts = whole.clone();
            float[] before = whole.clone();
            var wholeMoments = new float[rule.moments().size()][300];
            var partMoments = new float[rule.moments().size()][300];
            var ranges = Ranges.of(7, 20).add(250, 251).add(100, 231);
            for (int step = 1; step <= 3; step++) {
                rule.step(whole, gradient, wholeMoments, Ranges.of(0, 300), 0.1, step);
                rule.step(parts, gradient, partMoments, ranges, 0.1, step);
            }
            for (int i = 0; i < 300; i++) {
                boolean moved = (i >= 7 && i < 20) || i == 250 || (i >= 100 && i < 231);
                assertEquals(moved ? whole[i] : before[i], parts[i], conf + " at " + i);
                for (int m = 0; m < partMoments.length; m++) {
                    assertEquals(moved ? wholeMoments[m][i] : 0, partMoments[m][i]);
                }
            }
        }
    }

    @Test
    void rangesHoldDenseSlicesAndTheRowsInUse() {
        var builder = new Layout.Builder();
        builder.add("a", (theta, slice, seed) -> {}, 3);
        builder.addByRow("words", (theta, slice, seed) -> {}, 5, 2);
        builder.add("b", (theta, slice, seed) -> {}, 4);
        var layout = builder.build();
        var rows = new RowSet();
        rows.add(4);
        rows.add(1);
        rows.add(2);
        var ranges = Ranges.none().set(Ranges.dense(layout)).addRows(layout.slice("words"), rows);
        var seen = new StringBuilder();
        for (int i = 0; i < ranges.count(); i++) {
            seen.append(ranges.from(i)).append('-').append(ranges.to(i)).append(' ');
        }
        assertEquals("0-3 13-17 11-13 5-9 ", seen.toString());
        assertEquals(13, ranges.elements());
        assertEquals(17, Ranges.all(layout).elements());
    }

    @Test
    void aGradientThatIsNotFiniteIsReportedAndLeft() {
        for (var conf : List.of(new ClipConf.Norm(1), new ClipConf.Value(1), new ClipConf.None())) {
            for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
                for (int at = 0; at < 19; at++) {
                    float[] gradient = random(19, at);
                    gradient[at] = bad;
                    float[] before = gradient.clone();
                    var outcome = Clip.of(conf).apply(gradient, Ranges.of(0, 19));
                    assertFalse(outcome.finite());
                    assertFalse(outcome.clipped());
                    assertArrayEquals(before, gradient);
                }
            }
        }
    }

    @Test
    void largeFiniteGradientsAreClippedToo() {
        var gradient = new float[] {3e38f, -3e38f};
        var outcome = Clip.of(new ClipConf.Norm(1)).apply(gradient, Ranges.of(0, 2));
        assertTrue(outcome.finite() && outcome.clipped());
        assertArrayEquals(
                new float[] {(float) Math.sqrt(0.5), -(float) Math.sqrt(0.5)}, gradient, 1e-6f);
    }

    @Test
    void shortGradientsStayAsTheyAre() {
        float[] gradient = {0.3f, -0.4f};
        for (var conf : List.of(new ClipConf.Norm(1), new ClipConf.Value(1))) {
            assertFalse(Clip.of(conf).apply(gradient, Ranges.of(0, 2)).clipped());
            assertArrayEquals(new float[] {0.3f, -0.4f}, gradient);
        }
    }

    @Test
    void warmUpCountsStepsAndTheCosineFallsOverTheWholeRun() {
        var constant = Schedule.of(new ScheduleConf.Constant(4));
        assertEquals(0.25, constant.factor(1, 0.9));
        assertEquals(1, constant.factor(4, 0.9));
        assertEquals(1, constant.factor(1_000_000, 1));
        var cosine = Schedule.of(new ScheduleConf.Cosine(10, 0.1));
        assertEquals(1, cosine.factor(10, 0));
        assertEquals(0.55, cosine.factor(11, 0.5), 1e-12);
        assertEquals(0.1, cosine.factor(11, 1), 1e-12);
        assertEquals(0.2 * 0.55, cosine.factor(2, 0.5), 1e-12);
        assertEquals(1, Schedule.of(new ScheduleConf.Constant(0)).factor(1, 0));
    }

    private static float[] random(int n, long seed) {
        var random = new Random(seed);
        var x = new float[n];
        for (int i = 0; i < n; i++) {
            x[i] = (float) random.nextGaussian();
        }
        return x;
    }
}
