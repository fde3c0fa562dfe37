package unroll.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.AveragingConf;
import unroll.conf.ConfigurationException;
import unroll.conf.optimizer.ClipConf;
import unroll.conf.optimizer.GroupConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;
import unroll.task.registry.Tasks;

class OptimTest {
    /** Names without a dot: one layer of all. */
    private static Layout flat(int size) {
        var builder = new Layout.Builder();
        builder.add("x", (theta, slice, seed) -> {}, size);
        return builder.build();
    }

    @Test
    void aStepOnRowsIsTheSameStepOnThoseElementsAndNoneElse() {
        for (var conf : Rules.ALL) {
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
        assertEquals(17, Ranges.of(0, layout.size()).elements());
    }

    @Test
    void aGradientThatIsNotFiniteIsReportedAndLeft() {
        for (var conf :
                List.of(
                        new ClipConf.Norm(1),
                        new ClipConf.LayerNorm(1),
                        new ClipConf.Value(1),
                        new ClipConf.None())) {
            for (float bad : new float[] {Float.NaN, Float.NEGATIVE_INFINITY}) {
                for (int at = 0; at < 19; at++) {
                    float[] gradient = random(19, at);
                    gradient[at] = bad;
                    float[] before = gradient.clone();
                    var outcome = Clip.of(conf, flat(19)).apply(gradient, Ranges.of(0, 19));
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
        var outcome = Clip.of(new ClipConf.Norm(1), flat(2)).apply(gradient, Ranges.of(0, 2));
        assertTrue(outcome.finite() && outcome.clipped());
        assertArrayEquals(
                new float[] {(float) Math.sqrt(0.5), -(float) Math.sqrt(0.5)}, gradient, 1e-6f);
    }

    @Test
    void shortGradientsStayAsTheyAre() {
        float[] gradient = {0.3f, -0.4f};
        for (var conf :
                List.of(new ClipConf.Norm(1), new ClipConf.LayerNorm(1), new ClipConf.Value(1))) {
            assertFalse(Clip.of(conf, flat(2)).apply(gradient, Ranges.of(0, 2)).clipped());
            assertArrayEquals(new float[] {0.3f, -0.4f}, gradient);
        }
    }

    @Test
    void eachLayerIsHeldToItsOwnNorm() {
        var builder = new Layout.Builder();
        builder.addByRow("input.embedding", (theta, slice, seed) -> {}, 3, 2);
        builder.add("encoder.wx", (theta, slice, seed) -> {}, 2);
        builder.add("encoder.b", (theta, slice, seed) -> {}, 1);
        builder.add("head.b", (theta, slice, seed) -> {}, 1);
        var layout = builder.build();
        float[] gradient = {9, 9, 3, 4, 9, 9, 2, 4, 4, 0.5f};
        var ranges = Ranges.dense(layout).add(2, 4);
        var outcome = Clip.of(new ClipConf.LayerNorm(1), layout).apply(gradient, ranges);
        assertTrue(outcome.clipped());
        assertEquals(Math.sqrt(25 + 36 + 0.25), outcome.norm());
        assertArrayEquals(
                new float[] {9, 9, 0.6f, 0.8f, 9, 9, 1 / 3f, 2 / 3f, 2 / 3f, 0.5f},
                gradient,
                1e-6f);
    }

    @Test
    void warmUpCountsStepsAndTheCosineFallsOverTheWholeRun() {
        var constant = Schedule.of(new ScheduleConf.Constant(4), 10);
        assertEquals(0.25, constant.factor(1, 9));
        assertEquals(1, constant.factor(4, 9));
        assertEquals(1, constant.factor(1_000_000, 10));
        var cosine = Schedule.of(new ScheduleConf.Cosine(10, 0.1), 10);
        assertEquals(1, cosine.factor(10, 0));
        assertEquals(0.55, cosine.factor(11, 5), 1e-12);
        assertEquals(0.1, cosine.factor(11, 10), 1e-12);
        assertEquals(0.2 * 0.55, cosine.factor(2, 5), 1e-12);
        assertEquals(1, Schedule.of(new ScheduleConf.Constant(0), 10).factor(1, 0));
    }

    @Test
    void stepsFallAfterEpochsAndTheExponentialWithEachStep() {
        var step = Schedule.of(new ScheduleConf.Step(2, 3, 0.1), 10);
        assertEquals(0.5, step.factor(1, 0));
        assertEquals(1, step.factor(9, 2.99));
        assertEquals(0.1, step.factor(9, 3), 1e-12);
        assertEquals(0.01, step.factor(9, 8.9), 1e-12);
        var exponential = Schedule.of(new ScheduleConf.Exponential(0, 0.25), 10);
        assertEquals(0.5, exponential.factor(9, 0.5), 1e-12);
        assertEquals(0.0625, exponential.factor(9, 2), 1e-12);
    }

    @Test
    void oneCycleRisesAndFallsAndMovesTheMomentumAgainstTheRate() {
        var cycle = Schedule.of(new ScheduleConf.OneCycle(0, 0.25, 0.04, 0.01, true), 8);
        assertEquals(0.04, cycle.factor(1, 0), 1e-12);
        assertEquals(0.52, cycle.factor(1, 1), 1e-12);
        assertEquals(1, cycle.factor(1, 2), 1e-12);
        assertEquals(0.505, cycle.factor(1, 5), 1e-12);
        assertEquals(0.01, cycle.factor(1, 8), 1e-12);
        assertEquals(0.95, cycle.momentum(0), 1e-12);
        assertEquals(0.85, cycle.momentum(2), 1e-12);
        assertEquals(0.95, cycle.momentum(8), 1e-12);
    }

    @Test
    void theMeanIsPlainFromItsStartOnAndTheMovingAverageForgetsTheStart() {
        var ranges = Ranges.of(0, 1);
        var mean = new Averaging(new AveragingConf.Triggered(1));
        float[] average = {6};
        mean.add(average, new float[] {100}, ranges, 3, Averaging.NOT_YET);
        assertEquals(6, average[0]);
        mean.add(average, new float[] {3}, ranges, 11, 10);
        mean.add(average, new float[] {0}, ranges, 12, 10);
        assertEquals(3, average[0], 1e-6);
        var moving = new Averaging(new AveragingConf.Ema(0.75));
        float[] moved = {1};
        moving.add(moved, new float[] {12}, ranges, 1, 0);
        assertEquals(1 * 2 / 11f + 12 * 9 / 11f, moved[0], 1e-6);
        moving.add(moved, new float[] {0}, ranges, 1000, 0);
        assertEquals(10 * 0.75f, moved[0], 1e-6);
    }

    @Test
    void aGroupWithoutParametersIsRefusedByName() {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                run: {dir: d}
                                data: {train: {format: json, path: x, text: t, label: l}}
                                training: {optimizer: {groups: [{parameters: 'nothing.*'}]}}
                                """,
                                "a.yaml",
                                List.of());
        var failure = assertThrows(ConfigurationException.class, () -> Groups.check(conf, flat(3)));
        assertTrue(failure.getMessage().contains("nothing.* matches no parameter"));
    }

    @Test
    void globsTakeAnyTextForAStar() {
        assertTrue(new GroupConf("encoder.*.wx", 1, 0, 1).matches("encoder.l0.forward.wx"));
        assertTrue(new GroupConf("*", 1, 0, 1).matches("head.w"));
        assertTrue(new GroupConf("head.w", 1, 0, 1).matches("head.w"));
        assertFalse(new GroupConf("head", 1, 0, 1).matches("head.w"));
        assertFalse(new GroupConf("a*ba", 1, 0, 1).matches("aba.c"));
        assertFalse(new GroupConf("ab*ba", 1, 0, 1).matches("aba"));
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
