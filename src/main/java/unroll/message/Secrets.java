package unroll.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Removes secrets from anything that is written or printed. */
public final class Secrets {
    /** Replaces a secret. */
    public static final String HIDDEN = "***";

    private Secrets() {}

    /**
     * Returns a text without the secrets in its URLs and in assignments such as {@code password=x}.
     */
    public static String redact(String text) {
        return SecretText.redact(text);
    }

    /** Returns the value of a source's option in the form in which it may be written. */
    public static String option(String name, String value) {
        return HarmlessOptions.contains(name) ? redact(value) : HIDDEN;
    }

    /** Returns whether part of a written value is hidden, so that it cannot be used. */
    public static boolean isRedacted(String value) {
        return value.contains(HIDDEN);
    }

    /**
     * Returns a copy of a configuration's tree without secrets: options of sources that are not
     * known to be harmless are hidden, and secrets are cut from every text.
     *
     * @param tree of maps, lists and values
     */
    public static Map<String, Object> redact(Map<String, Object> tree) {
        var hidden = new LinkedHashMap<String, Object>();
        tree.forEach(
                (key, value) ->
                        hidden.put(
                                key,
                                key.equals("options") && value instanceof Map<?, ?> options
                                        ? redactOptions(options)
                                        : redactAny(value)));
        return hidden;
    }

    @SuppressWarnings("unchecked")
    private static Object redactAny(Object value) {
        if (value instanceof Map<?, ?> map) {
            return redact((Map<String, Object>) map);
        }
        if (value instanceof List<?> list) {
            var hidden = new ArrayList<>();
            list.forEach(element -> hidden.add(redactAny(element)));
            return hidden;
        }
        return value instanceof String text ? redact(text) : value;
    }

    private static Map<String, Object> redactOptions(Map<?, ?> options) {
        var hidden = new LinkedHashMap<String, Object>();
        options.forEach(
                (key, value) -> {
                    var name = String.valueOf(key);
                    hidden.put(name, option(name, String.valueOf(value)));
                });
        return hidden;
    }
}
