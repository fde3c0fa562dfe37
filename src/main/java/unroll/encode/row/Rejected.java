package unroll.encode.row;

import java.io.Serializable;

/**
 * A rejected row.
 *
 * @param text its beginning, or that of a record that could not be parsed; null without one
 * @param label null without one
 */
public record Rejected(Reason reason, String text, String label) implements Serializable {
    private static final int EXCERPT = 500; // characters

    public Rejected {
        text = start(text);
        label = start(label);
    }

    private static String start(String text) {
        return text == null || text.length() <= EXCERPT ? text : text.substring(0, EXCERPT);
    }
}
