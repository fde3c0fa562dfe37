package unroll.encode;

import unroll.data.DataException;

/** Checks a text that stands in no row, as the texts of rows are checked. */
public final class TextCheck {
    private TextCheck() {}

    /**
     * Refuses a text that a row would be refused for.
     *
     * @param key names it in messages
     * @throws DataException when it is too long or has invalid characters
     */
    public static void require(String key, String text) {
        var reason = Reason.ofText(text);
        if (reason != null) {
            throw new DataException(
                    "%s: expected a text that rows may hold, got %s".formatted(key, reason));
        }
    }
}
