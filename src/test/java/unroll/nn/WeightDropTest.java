package unroll.nn;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.math.Kernels;
import unroll.nn.LayerRun.Case;

/** Dropping elements of a recurrent matrix is the same as having zeros there. */
final class WeightDropTest {
    private static final double PROBABILITY = 0.25;
    private static final int UNITS = 20;

    private static Case layer(String cell, double probability) {
        return new Case(
                cell,
                3,
                layout ->
                        new RecurrentLayer(
                                layout, "layer", Cells.of(cell), 3, UNITS, true, probability));
    }

    @TestFactory
    Stream<DynamicTest> everyCell() {
        return Cells.names().stream().map(cell -> DynamicTest.dynamicTest(cell, () -> check(cell)));
    }

    private static void check(String cell) {
        var dropped = run(cell, PROBABILITY, true);
        dropped.forward().backward();
        var plain = run(cell, 0, true);
        var masks = new float[plain.context.theta.length];
        Arrays.fill(masks, 1);
        for (String direction : new String[] {"forward", "backward"}) {
            var wh = dropped.layout.slice("layer." + direction + ".wh");
            int zeros = 0;
            for (int i = wh.offset(); i < wh.end(); i++) {
                // Its gradient tells: an element that is dropped has none.
                boolean zero = dropped.context.gradient[i] == 0;
                zeros += zero ? 1 : 0;
                masks[i] = zero ? 0 : (float) (1 / (1 - PROBABILITY));
                plain.context.theta[i] *= masks[i];
            }
            // Four standard deviations.
            double allowed = 4 * Math.sqrt(PROBABILITY * (1 - PROBABILITY) / wh.size());
            assertEquals(PROBABILITY, (double) zeros / wh.size(), allowed);
        }
        plain.forward().backward();
        assertArrayEquals(plain.outputs(), dropped.outputs());
        assertArrayEquals(plain.inputGradient(), dropped.inputGradient());
        for (int i = 0; i < masks.length; i++) {
            assertEquals(
                    plain.context.gradient[i] * masks[i], dropped.context.gradient[i], "at " + i);
        }

        var other = run(cell, PROBABILITY, true);
        other.context.key++;
        assertFalse(
                Arrays.equals(dropped.outputs(), other.forward().outputs()),
                "two batches have one mask");
        assertArrayEquals(
                run(cell, 0, false).forward().outputs(),
                run(cell, PROBABILITY, false).forward().outputs(),
                "nothing is dropped when scoring");
    }

    private static LayerRun run(String cell, double probability, boolean training) {
        var run =
                new LayerRun(
                        layer(cell, probability), false, training, Kernels.fastest(), 6, 4, 4, 1);
        run.context.batch = new Batch(1, 1);
        return run;
    }
}
