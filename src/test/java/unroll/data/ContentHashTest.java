package unroll.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;

class ContentHashTest {
    @Test
    void isTheSameOnEveryMachine() {
        // printf '\0\0\0\0\0\0\0\1\0\0\0\3posgood' | sha256sum
        var hash = ContentHash.of("good", "pos", 1);
        assertEquals(
                "1042626b6bd03ca02b616f4b5c28802a",
                HexFormat.of().toHexDigits(hash.high()) + HexFormat.of().toHexDigits(hash.low()));
    }

    @Test
    void textLabelAndSeedAllCount() {
        var hash = ContentHash.of("bc", "a", 1);
        assertEquals(hash, ContentHash.of("bc", "a", 1));
        assertNotEquals(hash, ContentHash.of("bc", "a", 2));
        assertNotEquals(hash, ContentHash.of("bd", "a", 1));
        assertNotEquals(hash, ContentHash.of("c", "ab", 1));
    }

    @Test
    void ordersLikeTwoColumnsOfLongs() {
        assertTrue(new ContentHash(-1, 5).compareTo(new ContentHash(0, -5)) < 0);
        assertTrue(new ContentHash(3, -1).compareTo(new ContentHash(3, 0)) < 0);
        assertEquals(0, new ContentHash(3, 4).compareTo(new ContentHash(3, 4)));
    }

    @Test
    void shardsAreEvenAndValidationIsIndependentOfThem() {
        var all = new int[8];
        var held = new int[8];
        for (int i = 0; i < 16_000; i++) {
            var hash = ContentHash.of("review " + i, "pos", 1);
            int shard = hash.shard(8);
            all[shard]++;
            held[shard] += hash.validation(0.1) ? 1 : 0;
        }
        for (int shard = 0; shard < 8; shard++) {
            assertEquals(2000, all[shard], 215); // five standard deviations
            assertEquals(200, held[shard], 67);
        }
    }

    @Test
    void validationShareCoversItsEnds() {
        for (int i = 0; i < 100; i++) {
            var hash = ContentHash.of("review " + i, "neg", 3);
            assertTrue(hash.validation(1.0));
            assertTrue(!hash.validation(0.0));
            // A larger share keeps what a smaller one chose.
            assertTrue(!hash.validation(0.1) || hash.validation(0.2));
        }
    }
}
