package unroll.message;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Keeps secrets out of what is written and printed. */
public final class Secrets {
    /** Stands where a secret was. */
    public static final String HIDDEN = "***";

    private Secrets() {}

    /**
     * A text without the secrets of the URLs in it, or of assignments such as {@code password=x}.
     */
    public static String cut(String text) {
        return SecretText.cut(text);
    }

    /** The value of a source's option as it may be written. */
    public static String option(String name, String value) {
        return HarmlessOptions.contains(name) ? cut(value) : HIDDEN;
    }

    /** Whether something of a value that was written is hidden, so that it is of no use. */
    public static boolean isHidden(String value) {
        return value.contains(HIDDEN);
    }

    /**
     * A copy of a configuration's tree: options of sources that are not known to be harmless are
     * hidden, and every text is cut.
     *
     * @param tree of maps, lists and values
     */
    public static Map<String, Object> hide(Map<String, Object> tree) {
        var hidden = new LinkedHashMap<String, Object>();
        tree.forEach(
                (key, value) ->
                        hidden.put(
                                key,
                                key.equals("options") && value instanceof Map<?, ?> options
                                        ? hideOptions(options)
                                        : hideAny(value)));
        return hidden;
    }

    @SuppressWarnings("unchecked")
    private static Object hideAny(Object value) {
        if (value instanceof Map<?, ?> map) {
            return hide((Map<String, Object>) map);
        }
        if (value instanceof List<?> list) {
            var hidden = new ArrayList<>();
            list.forEach(element -> hidden.add(hideAny(element)));
            return hidden;
        }
        return value instanceof String text ? cut(text) : value;
    }

    private static Map<String, Object> hideOptions(Map<?, ?> options) {
        var hidden = new LinkedHashMap<String, Object>();
        options.forEach(
                (key, value) -> {
                    var name = String.valueOf(key);
                    hidden.put(name, option(name, String.valueOf(value)));
                });
        return hidden;
    }
}
