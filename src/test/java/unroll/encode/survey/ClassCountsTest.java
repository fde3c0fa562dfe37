package unroll.encode.survey;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

final class ClassCountsTest {
    @Test
    void usualClassesAreListedByTheirCounts() {
        assertEquals(
                List.of("classes  pos 1,200, neg 800, other 3"),
                ClassCounts.notes(Map.of("neg", 800L, "pos", 1200L, "other", 3L)));
        assertEquals(1, ClassCounts.notes(Map.of("a", 1L, "b", 1L)).size());
    }

    @Test
    void labelsThatOccurOnceAreToldWithExamples() {
        var counts = new TreeMap<String, Long>(Map.of("neg", 800L, "pos", 1200L));
        for (int i = 0; i < 20; i++) {
            counts.put("half a sentence " + i + "\u001b[31m", 1L);
        }
        var notes = ClassCounts.notes(counts);
        assertEquals("classes  pos 1,200, neg 800", notes.get(0).replaceFirst(", half.*", ""));
        assertTrue(
                notes.get(1)
                        .startsWith(
                                "warning: 20 of 22 labels occur once, such as \"half a sentence 0\\u001b[31m\""),
                notes.get(1));
    }

    @Test
    void manyLabelsAndLongOnesAreTold() {
        var counts = new TreeMap<String, Long>();
        for (int i = 0; i < 9; i++) {
            counts.put("title " + i, 1L);
        }
        counts.put("very long ".repeat(30), 2L);
        var notes = ClassCounts.notes(counts);
        assertTrue(notes.get(1).startsWith("warning: 10 labels for 11 rows"), notes.get(1));
        assertTrue(
                notes.get(2).startsWith("warning: 1 of 10 labels has more than 100 characters"),
                notes.get(2));
    }
}
