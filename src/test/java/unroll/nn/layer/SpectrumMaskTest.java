package unroll.nn.layer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.BitSet;
import org.junit.jupiter.api.Test;
import unroll.math.Kernels;
import unroll.nn.LayerRun;
import unroll.nn.LayerRun.Case;
import unroll.nn.layer.SpectrumMask.Masks;

final class SpectrumMaskTest {
    private static final int BANDS = 10;
    private static final int[] LENGTHS = {60, 31, 30, 9, 4};

    /** Returns the outputs with masks on 10 bands and their slopes. */
    private static LayerRun run(long key, Masks masks) {
        var of = new Case("", 2 * BANDS, layout -> new SpectrumMask(BANDS, 2, masks, 1));
        var run = new LayerRun(of, false, true, Kernels.fastest(), LENGTHS);
        run.context.key = key;
        return run.forward();
    }

    private static boolean zero(LayerRun run, int sequence, int step, int column) {
        int row = run.input.packing.row(step, sequence);
        return run.outputs()[row * 2 * BANDS + column] == 0;
    }

    private static int width(BitSet masked) {
        int width = masked.cardinality();
        assertEquals(width, masked.length() - Math.max(0, masked.nextSetBit(0)), "one piece");
        return width;
    }

    @Test
    void aMaskOfStepsIsOnePieceOfAtMostAFifth() {
        var widths = new BitSet();
        for (int key = 0; key < 30; key++) {
            var run = run(key, new Masks(1, 7, 0, 1));
            for (int b = 0; b < LENGTHS.length; b++) {
                var masked = new BitSet();
                for (int t = 0; t < LENGTHS[b]; t++) {
                    masked.set(t, zero(run, b, t, 0));
                    for (int j = 1; j < 2 * BANDS; j++) {
                        assertEquals(masked.get(t), zero(run, b, t, j));
                    }
                }
                int width = width(masked);
                assertTrue(width <= Math.min(7, LENGTHS[b] / 5), "" + width);
                widths.set(width);
            }
        }
        assertEquals(8, widths.cardinality(), "every width from none to the widest occurs");
    }

    @Test
    void aMaskOfBandsCoversTheirSlopesToo() {
        var widths = new BitSet();
        boolean differ = false;
        for (int key = 0; key < 30; key++) {
            var run = run(key, new Masks(0, 1, 1, 4));
            var first = new BitSet();
            for (int b = 0; b < LENGTHS.length; b++) {
                var masked = new BitSet();
                for (int j = 0; j < BANDS; j++) {
                    masked.set(j, zero(run, b, 0, j));
                    for (int t = 0; t < LENGTHS[b]; t++) {
                        assertEquals(masked.get(j), zero(run, b, t, j));
                        assertEquals(masked.get(j), zero(run, b, t, BANDS + j));
                    }
                }
                int width = width(masked);
                assertTrue(width <= 4, "" + width);
                widths.set(width);
                first = b == 0 ? masked : first;
                differ |= !masked.equals(first);
            }
        }
        assertEquals(5, widths.cardinality(), "every width from none to the widest occurs");
        assertTrue(differ, "each sequence has masks of its own");
    }

    @Test
    void theKeyDecides() {
        var masks = new Masks(2, 7, 2, 4);
        assertTrue(Arrays.equals(run(5, masks).outputs(), run(5, masks).outputs()));
        assertFalse(Arrays.equals(run(5, masks).outputs(), run(6, masks).outputs()));
    }
}
