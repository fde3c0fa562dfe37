package unroll.text;

import java.io.Serializable;

/**
 * The name of a tag, the label of a step: a prefix, which says where in a span the step is, and the
 * span's type, such as {@code B-city}. A name without a hyphen is all prefix.
 *
 * @param prefix of the name as it is written
 * @param type empty without one
 */
public record TagName(String prefix, String type) implements Serializable {
    /** Where in a span a step is. */
    public enum Place {
        BEGIN,
        INSIDE,
        END,
        SINGLE,
        OUTSIDE,
        /** Unknown. */
        OTHER
    }

    /** Splits a name at its first hyphen. */
    public static TagName of(String tag) {
        int hyphen = tag.indexOf('-');
        return hyphen < 0
                ? new TagName(tag, "")
                : new TagName(tag.substring(0, hyphen), tag.substring(hyphen + 1));
    }

    /** Returns the place that the prefix stands for, in the schemes BIO, IOB and BIOES. */
    public Place place() {
        return switch (prefix) {
            case "B" -> Place.BEGIN;
            case "I" -> Place.INSIDE;
            case "E" -> Place.END;
            case "S" -> Place.SINGLE;
            case "O", "." -> Place.OUTSIDE;
            default -> Place.OTHER;
        };
    }
}
