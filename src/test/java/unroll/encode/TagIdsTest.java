package unroll.encode;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.text.TagName.Place;

final class TagIdsTest {
    private final TagIds tags = new TagIds(List.of("B-city", "I-city", "O"));

    @Test
    void knownTagsHaveTheNumbersOfTheOutputs() {
        assertArrayEquals(new int[] {2, 0, 1}, tags.of(List.of("O", "B-city", "I-city")));
        assertEquals(Place.INSIDE, tags.place(1));
        assertEquals(tags.type(0), tags.type(1));
    }

    @Test
    void anUnknownTagTellsItsPlaceAndType() {
        var ids = tags.of(List.of("E-city", "B-day", "I-day", "S-a-b", "B-day"));
        for (int id : ids) {
            assertTrue(id < -1, "no label is -1, and outputs are from 0");
        }
        assertEquals(Place.END, tags.place(ids[0]));
        assertEquals(tags.type(0), tags.type(ids[0]));
        assertEquals(Place.BEGIN, tags.place(ids[1]));
        assertEquals(Place.INSIDE, tags.place(ids[2]));
        assertEquals(tags.type(ids[1]), tags.type(ids[2]));
        assertEquals(Place.SINGLE, tags.place(ids[3]));
        assertNotEquals(tags.type(ids[1]), tags.type(ids[3]));
        assertEquals(ids[1], ids[4]);
    }

    @Test
    void somePlacesNameSpans() {
        assertTrue(tags.nameSpans());
        assertTrue(new TagIds(List.of("B", "I", "O")).nameSpans());
        assertTrue(new TagIds(List.of("O", "I-x")).nameSpans());
        assertFalse(new TagIds(List.of("noun", "verb", "O")).nameSpans());
        assertFalse(new TagIds(List.of("NN-x", "I")).nameSpans());
    }
}
