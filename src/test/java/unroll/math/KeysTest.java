package unroll.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class KeysTest {
    @Test
    void nextIsSplitMix64() {
        // First outputs of SplitMix64 seeded with 0 and with 1234567, as published with the
        // algorithm.
        assertEquals(0xE220A8397B1DCDAFL, Keys.next(0));
        assertEquals(6457827717110365317L, Keys.next(1234567));
    }

    @Test
    void placeAndNumberOfPartsCount() {
        assertNotEquals(Keys.mix(1, 2), Keys.mix(2, 1));
        assertNotEquals(Keys.mix(1), Keys.mix(1, 0));
        assertNotEquals(Keys.mix(), Keys.mix(0));
    }

    @Test
    void smallNeighbouringPartsGiveDifferentKeys() {
        var keys = new HashSet<Long>();
        for (int seed = 0; seed < 20; seed++) {
            for (int epoch = 0; epoch < 20; epoch++) {
                for (int shard = 0; shard < 20; shard++) {
                    keys.add(Keys.mix(seed, epoch, shard));
                }
            }
        }
        assertEquals(8000, keys.size());
    }

    @Test
    void unitsAndBoundedNumbersSpreadEvenly() {
        var counts = new int[10];
        double sum = 0;
        long key = 7;
        for (int i = 0; i < 10_000; i++) {
            key = Keys.next(key);
            double unit = Keys.unit(key);
            assertTrue(unit >= 0 && unit < 1);
            sum += unit;
            counts[Keys.below(key, 10)]++;
        }
        assertEquals(0.5, sum / 10_000, 0.02);
        for (int count : counts) {
            assertEquals(1000, count, 150); // five standard deviations
        }
        assertEquals(9, Keys.below(-1L, 10));
        assertEquals(Integer.MAX_VALUE - 1, Keys.below(-1L, Integer.MAX_VALUE));
    }
}
