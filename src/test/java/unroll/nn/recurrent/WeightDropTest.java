package unroll.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Kernels;
import unroll.nn.LayerRun;
import unroll.nn.LayerRun.Case;

/** Dropping elements of a recurrent matrix is the same as having zeros there. */
final class WeightDropTest {
    private static final double PROBABILITY = 0.25;
    private static final int UNITS = 20;

    private static Case layer(RecurrentConf conf, double probability) {
        return new Case(
                conf.toString(),
                3,
                layout -> Cells.layer(layout, "layer", conf, 3, false, 4, probability));
    }

    @TestFactory
    Stream<DynamicTest> everyRecurrentMatrix() {
        var none = new LeakConf.None();
        var lags =
                new RecurrentConf(
                        CellConf.of(CellConf.Name.LSTM), UNITS, true, none, List.of(1, 3));
        var before = new CellConf.Gru(CellConf.Reset.BEFORE);
        return Stream.of(
                        new RecurrentConf(CellConf.Name.ELMAN, UNITS, true),
                        new RecurrentConf(CellConf.Name.JORDAN, UNITS, true),
                        new RecurrentConf(CellConf.Name.LSTM, UNITS, true),
                        new RecurrentConf(CellConf.Name.GRU, UNITS, true),
                        new RecurrentConf(before, UNITS, true),
                        lags)
                .map(conf -> DynamicTest.dynamicTest(conf.toString(), () -> check(conf)));
    }

    private static void check(RecurrentConf conf) {
        var dropped = run(conf, PROBABILITY, true);
        dropped.forward().backward();
        var plain = run(conf, 0, true);
        var masks = new float[plain.context.theta.length];
        Arrays.fill(masks, 1);
        for (var slice : dropped.layout.slices()) {
            if (!slice.name().matches(".*\\.(wh\\d*|wi)")) {
                continue;
            }
            int zeros = 0;
            for (int i = slice.offset(); i < slice.end(); i++) {
                // Its gradient tells: an element that is dropped has none.
                boolean zero = dropped.context.gradient[i] == 0;
                zeros += zero ? 1 : 0;
                masks[i] = zero ? 0 : (float) (1 / (1 - PROBABILITY));
                plain.context.theta[i] *= masks[i];
            }
            // Four standard deviations.
            double allowed = 4 * Math.sqrt(PROBABILITY * (1 - PROBABILITY) / slice.size());
            assertEquals(PROBABILITY, (double) zeros / slice.size(), allowed, slice.name());
        }
        plain.forward().backward();
        assertArrayEquals(plain.outputs(), dropped.outputs());
        assertArrayEquals(plain.inputGradient(), dropped.inputGradient());
        for (int i = 0; i < masks.length; i++) {
            assertEquals(
                    plain.context.gradient[i] * masks[i], dropped.context.gradient[i], "at " + i);
        }

        var other = run(conf, PROBABILITY, true);
        other.context.key++;
        assertFalse(
                Arrays.equals(dropped.outputs(), other.forward().outputs()),
                "two batches have one mask");
        assertArrayEquals(
                run(conf, 0, false).forward().outputs(),
                run(conf, PROBABILITY, false).forward().outputs(),
                "nothing is dropped when scoring");
    }

    private static LayerRun run(RecurrentConf conf, double probability, boolean training) {
        return new LayerRun(
                layer(conf, probability), false, training, Kernels.fastest(), 6, 4, 4, 1);
    }
}
