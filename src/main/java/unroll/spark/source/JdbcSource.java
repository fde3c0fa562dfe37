package unroll.spark.source;

import java.util.Locale;
import java.util.Map;
import unroll.conf.SourceConf;
import unroll.spark.SparkErrors;

/** Explains why a database cannot be read or written to. */
public final class JdbcSource {
    private static final String REMEDY =
            "give its jar to Spark with -- --jars FILE, and its class as options.driver";

    private JdbcSource() {}

    static boolean is(SourceConf source) {
        return source.format().equalsIgnoreCase("jdbc");
    }

    /**
     * Returns the reason in words; a missing driver is named with the remedy.
     *
     * @param options of the reader or the writer
     */
    public static String reason(Map<String, String> options, Throwable e) {
        var sentence = SparkErrors.sentence(e);
        if (e instanceof ClassNotFoundException) {
            return "the driver " + sentence + " is not on the class path: " + REMEDY;
        }
        return sentence.contains("No suitable driver")
                ? "there is no driver for " + kind(options) + " on the class path: " + REMEDY
                : sentence;
    }

    /** Returns the URL's beginning, such as {@code jdbc:postgresql}. */
    private static String kind(Map<String, String> options) {
        var url =
                options.entrySet().stream()
                        .filter(option -> option.getKey().toLowerCase(Locale.ROOT).equals("url"))
                        .map(option -> option.getValue())
                        .findFirst()
                        .orElse("");
        var parts = url.split(":", 3);
        return parts.length < 3 ? "this url" : parts[0] + ":" + parts[1];
    }
}
