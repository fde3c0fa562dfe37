package unroll.records;

import java.util.Map;
import java.util.TreeMap;

/** The default options for reading and writing csv: RFC 4180, as Python and Excel write it. */
public final class CsvOptions {
    /**
     * Marks a missing value: empty quotes are an empty text, nothing between separators is a
     * missing value.
     */
    private static final String NONE = "\u0000";

    private static final Map<String, String> READING =
            Map.of("header", "true", "quote", "\"", "escape", "\"", "nullValue", NONE);

    private static final Map<String, String> WRITING =
            Map.of(
                    "header",
                    "true",
                    "quote",
                    "\"",
                    "escape",
                    "\"",
                    "ignoreLeadingWhiteSpace",
                    "false",
                    "ignoreTrailingWhiteSpace",
                    "false");

    private CsvOptions() {}

    /**
     * Options of a reader.
     *
     * @param given by the user
     */
    public static Map<String, String> of(Map<String, String> given) {
        return with(READING, given);
    }

    /**
     * Options of a writer.
     *
     * @param given by the user
     */
    public static Map<String, String> writing(Map<String, String> given) {
        return with(WRITING, given);
    }

    private static Map<String, String> with(
            Map<String, String> defaults, Map<String, String> given) {
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(defaults);
        options.putAll(given);
        return options;
    }
}
