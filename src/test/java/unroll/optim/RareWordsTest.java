package unroll.optim;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.ConfigurationException;
import unroll.conf.InputConf;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.optimizer.ScheduleConf;
import unroll.math.Kernels;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;
import unroll.train.Setup;

final class RareWordsTest {
    private static final double RATE = 0.5;
    private static final int[] WORDS = {4000, 0, 999, 1000, 1001, 2500, 5999};
    private static final float[] FACTORS = {4, 1, 1, 1, 1.001f, 2.5f, 5};

    /** Returns how far a step with a gradient of -1 everywhere moves each parameter. */
    private static float[] steps(Layout layout, InputConf input, double rareWords) {
        var setup = new Setup();
        setup.input = input;
        setup.schedule = new ScheduleConf.Constant(0);
        setup.optimizer = new OptimizerConf.Momentum(RATE, 0.9, 0, false, rareWords, 0);
        var rows = new RowSet();
        Arrays.stream(WORDS).forEach(rows::add);
        var ranges = Ranges.dense(layout);
        layout.byRow().forEach(slice -> ranges.addRows(slice, rows));
        var theta = new float[layout.size()];
        var gradient = new float[layout.size()];
        Arrays.fill(gradient, -1);
        var moments = new float[1][layout.size()];
        new Groups(setup.spec().conf(), layout, Kernels.scalar())
                .step(theta, gradient, moments, ranges, new Groups.Place(1, 1, 0, 1));
        return theta;
    }

    private static float[] stepsOfWords(Layout.Slice table, float[] steps) {
        var own = new float[WORDS.length];
        for (int i = 0; i < own.length; i++) {
            int from = table.offset() + WORDS[i] * table.rowSize();
            own[i] = steps[from];
            assertEquals(own[i], steps[from + table.rowSize() - 1]);
        }
        return own;
    }

    private static float[] times(float[] factors) {
        var steps = new float[factors.length];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = (float) RATE * factors[i];
        }
        return steps;
    }

    @ParameterizedTest
    @ValueSource(strings = {"input.embedding", "encoder.l0.forward.wx"})
    void stepsOfRareWordsAreLonger(String name) {
        InputConf input =
                name.startsWith("input.") ? InputConf.Words.random(3) : new InputConf.OneHot();
        var builder = new Layout.Builder();
        builder.add("before", Initializers.normal(1), 2);
        var table = builder.addByRow(name, Initializers.normal(1), 6000, 3);
        var others = builder.addByRow("wide.w", Initializers.normal(1), 6000, 2);
        var layout = builder.build();
        var steps = steps(layout, input, 5);
        assertArrayEquals(times(FACTORS), stepsOfWords(table, steps));
        var alike = new float[WORDS.length];
        Arrays.fill(alike, (float) RATE);
        assertArrayEquals(alike, stepsOfWords(others, steps), "n-grams are not words");
        assertEquals((float) RATE, steps[0]);
        assertArrayEquals(alike, stepsOfWords(table, steps(layout, input, 1)));
    }

    @Test
    void withoutWordsThereIsNothingToMove() {
        var builder = new Layout.Builder();
        builder.add("encoder.l0.forward.wx", Initializers.normal(1), 8, 3);
        var layout = builder.build();
        var vectors = InputConf.Words.random(3);
        var refused = assertThrows(ConfigurationException.class, () -> steps(layout, vectors, 5));
        assertTrue(refused.getMessage().contains("training.optimizer.rareWords"));
    }
}
