package unroll.measure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ClassTablesTest {
    private static String text(String... labels) {
        var confusion = new Confusion();
        confusion.add(0, 1, 4);
        var counts = new PrecisionRecall(8, 8, 4);
        var classes =
                List.of(labels).stream()
                        .map(label -> new ClassSums.OfClass(label, counts))
                        .toList();
        var figures =
                Map.of(
                        Metric.ACCURACY, 0.5,
                        Metric.MACRO_F1, 0.5,
                        Metric.AUC, 0.5,
                        Metric.LOG_LOSS, 1.0,
                        Metric.CALIBRATION_ERROR, 0.25);
        return new ClassTables(16, figures, classes, confusion).text();
    }

    /** A label is text from anywhere: as long as it likes, with any character. */
    @Test
    void aLabelKeepsToItsLine() {
        var plain = text("a", "b").lines().count();
        for (var label :
                List.of(
                        "\u001b[2J\u001b[31mred",
                        "two\nlines\r\n",
                        "\u202eabc",
                        "x".repeat(99_999))) {
            var text = text(label, "b");
            assertEquals(plain, text.lines().count(), text);
            assertFalse(text.chars().anyMatch(c -> c == 0x1b || c == '\r' || c == 0x202e), text);
            assertTrue(text.lines().allMatch(line -> line.length() < 200), text);
        }
        assertTrue(text("\u001b[31mred", "b").contains("\\u001b[31mred"), "a label is recognised");
    }

    @Test
    void columnsOfAnyScriptStandInLine() {
        var lines = text("😀😀", "评论").lines().toList();
        var table = lines.subList(lines.indexOf("") + 2, lines.indexOf("") + 4);
        assertEquals(
                1,
                table.stream()
                        .map(line -> line.codePointCount(0, line.length()))
                        .distinct()
                        .count(),
                table.toString());
    }
}
