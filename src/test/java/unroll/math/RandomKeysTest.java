package unroll.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import org.junit.jupiter.api.Test;

class RandomKeysTest {
    @Test
    void nextIsSplitMix64() {
        // First outputs of SplitMix64 seeded with 0 and with 1234567, as published with the
        // algorithm.
        assertEquals(0xE220A8397B1DCDAFL, RandomKeys.next(0));
        assertEquals(6457827717110365317L, RandomKeys.next(1234567));
    }

    @Test
    void placeAndNumberOfPartsCount() {
        assertNotEquals(RandomKeys.mix(1, 2), RandomKeys.mix(2, 1));
        assertNotEquals(RandomKeys.mix(1), RandomKeys.mix(1, 0));
        assertNotEquals(RandomKeys.mix(), RandomKeys.mix(0));
    }

    @Test
    void smallNeighbouringPartsGiveDifferentKeys() {
        var keys = new HashSet<Long>();
        for (int seed = 0; seed < 20; seed++) {
            for (int epoch = 0; epoch < 20; epoch++) {
                for (int shard = 0; shard < 20; shard++) {
                    keys.add(RandomKeys.mix(seed, epoch, shard));
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
            key = RandomKeys.next(key);
            double unit = RandomKeys.unit(key);
            assertTrue(unit >= 0 && unit < 1);
            sum += unit;
            counts[RandomKeys.below(key, 10)]++;
        }
        assertEquals(0.5, sum / 10_000, 0.02);
        for (int count : counts) {
            assertEquals(1000, count, 150); // five standard deviations
        }
        assertEquals(9, RandomKeys.below(-1L, 10));
        assertEquals(Integer.MAX_VALUE - 1, RandomKeys.below(-1L, Integer.MAX_VALUE));
    }
}
