package unroll.spark;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;

/** What the rows of a command have from the source that its model was trained on. */
final class TrainedSource {
    private static final String HIDDEN = "***"; // what runs write in place of secrets
    private static final String STANDARD = "json";

    private TrainedSource() {}

    /**
     * Completes a source: the format, the columns and, with the same format, the options that it
     * does not name are those of training.
     */
    static SourceConf complete(SourceConf source, Configuration conf) {
        var train = conf.data().train();
        // What was trained from a database or made up is mostly measured on files.
        boolean alike = source.paths().isEmpty() == train.paths().isEmpty();
        var standard = alike ? train.format() : STANDARD;
        var format = source.format().isEmpty() ? standard : source.format();
        boolean same = format.equalsIgnoreCase(train.format());
        return new SourceConf(
                format,
                source.paths(),
                same ? merged(train.options(), source.options()) : source.options(),
                either(source.text(), train.text()),
                either(source.sequence(), train.sequence()),
                either(source.label(), train.label()),
                either(source.target(), train.target()),
                either(source.order(), same ? train.order() : ""),
                source.where());
    }

    private static Map<String, String> merged(Map<String, String> train, Map<String, String> own) {
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        train.forEach(
                (key, value) -> {
                    if (!value.equals(HIDDEN)) {
                        options.put(key, value);
                    }
                });
        for (var names : List.of(List.of("sep", "delimiter"), List.of("encoding", "charset"))) {
            if (own.keySet().stream().anyMatch(names::contains)) {
                options.keySet().removeAll(names); // two names of one option
            }
        }
        options.putAll(own);
        return options;
    }

    private static String either(String own, String trained) {
        return own.isEmpty() ? trained : own;
    }
}
