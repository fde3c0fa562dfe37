package unroll.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.HashSet;
import java.util.List;
import org.junit.jupiter.api.Test;

class VocabularyTest {
    @Test
    void knownWordsFollowTheBucketsInOrder() {
        var vocabulary = new Vocabulary(List.of("good", "bad"), 4);
        assertEquals(6, vocabulary.size());
        assertEquals(4, vocabulary.id("good"));
        assertEquals(5, vocabulary.id("bad"));
        assertEquals(List.of("good", "bad"), vocabulary.words());
    }

    @Test
    void unknownWordsSpreadOverAllBuckets() {
        var vocabulary = new Vocabulary(List.of("good"), 4);
        var seen = new HashSet<Integer>();
        for (int i = 0; i < 100; i++) {
            int id = vocabulary.id("word" + i);
            assertTrue(id >= 0 && id < 4);
            seen.add(id);
        }
        assertEquals(4, seen.size());
    }

    @Test
    void bucketsAreThoseOfMurmurHash3() {
        // Published values of MurmurHash3 x86 32 with seed 0: "" 0, "test" 0xba6bd213,
        // "Hello, world!" 0xc0363e43. Models depend on them.
        int buckets = 1 << 30;
        var vocabulary = new Vocabulary(List.of(), buckets);
        assertEquals(0, vocabulary.id(""));
        assertEquals(0xba6bd213 & (buckets - 1), vocabulary.id("test"));
        assertEquals(0xc0363e43 & (buckets - 1), vocabulary.id("Hello, world!"));
    }

    @Test
    void refusesDoubleWordsAndNoBuckets() {
        assertThrows(IllegalArgumentException.class, () -> new Vocabulary(List.of("a", "a"), 1));
        assertThrows(IllegalArgumentException.class, () -> new Vocabulary(List.of("a"), 0));
    }

    @Test
    void travelsToExecutors() throws Exception {
        var bytes = new ByteArrayOutputStream();
        try (var out = new ObjectOutputStream(bytes)) {
            out.writeObject(new Vocabulary(List.of("good", "bad"), 4));
        }
        try (var in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            var copy = (Vocabulary) in.readObject();
            assertEquals(5, copy.id("bad"));
            assertEquals(new Vocabulary(List.of("good", "bad"), 4), copy);
            assertNotEquals(new Vocabulary(List.of("good", "bad"), 3), copy);
            assertNotEquals(new Vocabulary(List.of("bad", "good"), 4), copy);
            assertEquals(List.of("good", "bad"), copy.words());
        }
    }
}
