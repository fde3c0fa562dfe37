package unroll.encode;

import unroll.data.DataException;

/** Checks a text that is not part of a row like those of rows. */
public final class TextCheck {
    private TextCheck() {}

    /**
     * Checks a text by the rules for rows.
     *
     * @param key name of the text in messages
     * @throws DataException if it is too long or has invalid characters
     */
    public static void require(String key, String text) {
        var reason = Reason.ofText(text);
        if (reason != null) {
            throw new DataException(
                    "%s: expected a text that rows may hold, got %s".formatted(key, reason));
        }
    }
}
