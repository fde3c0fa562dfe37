package unroll.message;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class PrintableTest {
    @Test
    void whatATerminalActsOnIsEscaped() {
        assertEquals("\\u001b[31mred\\u0007", Printable.whole("\u001b[31mred\u0007"));
        assertEquals("a\\nb\\tc\\r", Printable.whole("a\nb\tc\r"));
        assertEquals(
                "\\u009b\\u007f\\u202ex\\u2066\\u2028\\u2029\\u200b\\ufeff",
                Printable.whole("\u009b\u007f\u202ex\u2066\u2028\u2029\u200b\ufeff"));
        assertEquals("\\ud800", Printable.whole("\ud800"));
        assertEquals("\\u{e0001}", Printable.whole(Character.toString(0xe0001)));
    }

    @Test
    void whatPeopleWriteStaysAsItIs() {
        for (var text : List.of("größe", "评论", "نمی‌خواهم", "👩‍👩‍👧", "e\u0301", "\u00a0x")) {
            assertEquals(text, Printable.whole(text));
        }
    }

    @Test
    void longTextIsCutByCodePoints() {
        assertEquals("😀".repeat(60), Printable.brief("😀".repeat(60)));
        assertEquals("😀".repeat(59) + "…", Printable.brief("😀".repeat(61)));
        assertEquals("ab…", Printable.brief("abcd", 3));
        assertEquals("", Printable.brief(""));
        assertTrue(Printable.brief("\u001b".repeat(100_000)).length() < 400);
    }

    @Test
    void aMessageKeepsItsLines() {
        assertEquals("one\ntwo\\u001b", Printable.message("one\ntwo\u001b"));
    }

    @Test
    void anArgumentCanBePastedIntoAShell() {
        assertEquals(
                "s3a://bucket/runs/2026-01-31", Printable.argument("s3a://bucket/runs/2026-01-31"));
        assertEquals("'my runs/ü'", Printable.argument("my runs/ü"));
        assertEquals("'it'\\''s'", Printable.argument("it's"));
        assertEquals("'$(x)'", Printable.argument("$(x)"));
    }

    @Test
    void columnsAreCountedInCodePoints() {
        assertEquals("😀  |", Printable.padded("😀", 3) + "|");
        assertEquals("abcd", Printable.padded("abcd", 3));
    }
}
