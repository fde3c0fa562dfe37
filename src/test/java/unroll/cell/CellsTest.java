package unroll.cell;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.CellConf;
import unroll.conf.CellConf.Activation;
import unroll.conf.CellConf.Elman;
import unroll.conf.CellConf.Gru;
import unroll.conf.CellConf.Lstm;
import unroll.conf.CellConf.Reset;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.nn.Layout;

/** Which parameters a configured cell has, and where they start. */
final class CellsTest {
    private static final int UNITS = 3;

    private static Layout layout(CellConf cell, LeakConf leak) {
        var layout = new Layout.Builder();
        var conf = new RecurrentConf(cell, UNITS, false, leak, List.of(1));
        Cells.layer(layout, "l", conf, 2, false, 0, 0);
        return layout.build();
    }

    private static Layout layout(CellConf cell) {
        return layout(cell, new LeakConf.None());
    }

    private static float[] start(Layout layout, String name) {
        var slice = layout.slice("l.forward." + name);
        return Arrays.copyOfRange(layout.initialParameters(7), slice.offset(), slice.end());
    }

    private static float[] start(CellConf cell, String name) {
        return start(layout(cell), name);
    }

    private static List<String> names(CellConf cell, LeakConf leak) {
        return layout(cell, leak).slices().stream()
                .map(slice -> slice.name().substring("l.forward.".length()))
                .toList();
    }

    @Test
    void ofAllBiasesTheForgetGatesAloneStartsElsewhere() {
        float[] second = {0, 0, 0, 2, 2, 2, 0, 0, 0, 0, 0, 0};
        assertArrayEquals(second, start(new Lstm(2, false, false), "b"));
        float[] first = {2, 2, 2, 0, 0, 0, 0, 0, 0};
        assertArrayEquals(first, start(new Lstm(2, true, true), "b"));
        float[] alone = {2, 2, 2, 0, 0, 0};
        assertArrayEquals(alone, start(new Lstm(2, false, false, false, false), "b"));
        for (var reset : Reset.values()) {
            for (float bias : start(new Gru(reset), "b")) {
                assertEquals(0, bias);
            }
        }
    }

    @Test
    void aCellHasTheVectorsOfItsSettings() {
        var none = new LeakConf.None();
        var plain = List.of("wx", "wh", "b");
        assertEquals(plain, names(new Lstm(1, false, false), none));
        assertEquals(
                List.of("wx", "wh", "b", "pi", "pf", "po"), names(new Lstm(1, true, false), none));
        assertEquals(List.of("wx", "wh", "b", "pf", "po"), names(new Lstm(1, true, true), none));
        assertEquals(
                List.of("wx", "wh", "b", "pf"),
                names(new Lstm(1, true, false, false, false), none));
        assertEquals(
                List.of("wx", "wh", "b", "wi", "alpha"),
                names(new Gru(Reset.BEFORE), new LeakConf.Learned()));
        assertArrayEquals(new float[UNITS], start(new Lstm(1, true, false), "po"));
        assertArrayEquals(
                new float[UNITS],
                start(layout(new Gru(Reset.AFTER), new LeakConf.Learned()), "alpha"));
    }

    @Test
    void aGateThatIsLeftOutHasNoWeights() {
        assertEquals(4 * UNITS * UNITS, start(new Lstm(1, false, false), "wh").length);
        assertEquals(3 * UNITS * UNITS, start(new Lstm(1, false, false, false, true), "wh").length);
        var forgetting = new Lstm(1, false, false, false, false);
        assertEquals(2 * UNITS * UNITS, start(forgetting, "wh").length);
        assertEquals(2 * UNITS * 2, start(forgetting, "wx").length);
    }

    @Test
    void theRecurrentMatrixStartsAsAskedTimesItsScale() {
        float[] identity = {0.5f, 0, 0, 0, 0.5f, 0, 0, 0, 0.5f};
        assertArrayEquals(
                identity, start(new Elman(Activation.RELU, CellConf.Start.IDENTITY, 0.5), "wh"));
        var orthogonal = start(new Elman(Activation.TANH, CellConf.Start.ORTHOGONAL, 2), "wh");
        for (int i = 0; i < UNITS; i++) {
            for (int j = 0; j < UNITS; j++) {
                double product = 0;
                for (int k = 0; k < UNITS; k++) {
                    product += orthogonal[i * UNITS + k] * orthogonal[j * UNITS + k];
                }
                assertEquals(i == j ? 4 : 0, product, 1e-5);
            }
        }
        // Of 9 numbers the largest comes near the bound.
        requireBound(1, start(new Elman(Activation.TANH, CellConf.Start.GLOROT, 1), "wh"));
        requireBound(
                1 / Math.sqrt(3),
                start(new Elman(Activation.TANH, CellConf.Start.UNIFORM, 1), "wh"));
    }

    private static void requireBound(double bound, float[] numbers) {
        double largest = 0;
        for (float number : numbers) {
            largest = Math.max(largest, Math.abs(number));
        }
        assertTrue(largest <= bound && largest > 0.7 * bound, "largest is " + largest);
    }

    @Test
    void aRangeOfLeaksIsSpreadEvenlyOverTheUnits() {
        assertArrayEquals(new float[] {0.2f, 0.5f, 0.8f}, alpha(UNITS));
        assertArrayEquals(new float[] {0.2f}, alpha(1));
    }

    private static float[] alpha(int units) {
        var leak = new LeakConf.Spread(0.2, 0.8);
        var conf = new RecurrentConf(new Gru(Reset.AFTER), units, false, leak, List.of(1));
        return ((Leaky) Cells.of(conf)).alpha();
    }
}
