package unroll.message;

import java.util.Locale;

/** Formats counts of things in messages. */
public final class Plural {
    private Plural() {}

    /** Returns a count with its noun, such as {@code 1 class} or {@code 1,200 classes}. */
    public static String of(long number, String thing) {
        return String.format(Locale.ROOT, "%,d %s", number, number == 1 ? thing : many(thing));
    }

    private static String many(String thing) {
        if (thing.endsWith("y")) {
            return thing.substring(0, thing.length() - 1) + "ies";
        }
        return thing + (thing.endsWith("s") || thing.endsWith("tch") ? "es" : "s");
    }
}
