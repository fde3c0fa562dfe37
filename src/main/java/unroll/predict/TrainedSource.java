package unroll.predict;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.message.Printable;
import unroll.message.Secrets;

/** Completes the source of a command by the source that its model was trained on. */
public final class TrainedSource {
    private static final String STANDARD = "json";

    private TrainedSource() {}

    /**
     * Completes a source: the format, the columns and, with the same format, the options that it
     * does not name are those of training. Models hold no secrets, so that options with one must be
     * given again.
     *
     * @param notes receives a line that names those options
     */
    public static SourceConf complete(
            SourceConf source, Configuration conf, Consumer<String> notes) {
        var train = conf.data().train();
        // A model trained from a database or on made-up rows is usually measured on files.
        boolean alike = source.paths().isEmpty() == train.paths().isEmpty();
        var standard = alike ? train.format() : STANDARD;
        var format = source.format().isEmpty() ? standard : source.format();
        boolean same = format.equalsIgnoreCase(train.format());
        var options = same ? merged(inherited(train), source.options()) : source.options();
        var missing = new TreeSet<>(hidden(train.options()));
        missing.removeIf(options::containsKey);
        if (same && !missing.isEmpty()) {
            notes.accept(
                    "options of training whose secrets the model does not hold: "
                            + missing.stream()
                                    .map(name -> "--option " + Printable.brief(name) + "=…")
                                    .collect(Collectors.joining(" "))
                            + " gives them again");
        }
        return source.with(SourceConf.FORMAT, format)
                .with(SourceConf.OPTIONS, options)
                .with(SourceConf.TEXT, source.texts().isEmpty() ? train.texts() : source.texts())
                .with(SourceConf.SEQUENCE, either(source.sequence(), train.sequence()))
                .with(SourceConf.VECTOR, either(source.vector(), train.vector()))
                .with(SourceConf.LABEL, either(source.label(), train.label()))
                .with(SourceConf.INTENT, train.intent())
                .with(SourceConf.TARGET, either(source.target(), train.target()))
                .with(SourceConf.ORDER, either(source.order(), same ? train.order() : ""))
                .with(SourceConf.AUDIO, train.audio())
                .with(SourceConf.SERIES, train.measured().series());
    }

    /** Returns the options that are not about the files of training alone. */
    private static Map<String, String> inherited(SourceConf train) {
        var options = new TreeMap<String, String>(train.options());
        if (train.sounds()) {
            options.remove("table"); // names those files
        }
        return options;
    }

    private static Map<String, String> merged(Map<String, String> train, Map<String, String> own) {
        var options = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
        options.putAll(train);
        options.keySet().removeAll(hidden(train));
        for (var names : List.of(List.of("sep", "delimiter"), List.of("encoding", "charset"))) {
            if (own.keySet().stream().anyMatch(names::contains)) {
                options.keySet().removeAll(names); // two names of one option
            }
        }
        options.putAll(own);
        return options;
    }

    private static List<String> hidden(Map<String, String> options) {
        return options.keySet().stream()
                .filter(name -> Secrets.isRedacted(options.get(name)))
                .toList();
    }

    private static String either(String own, String trained) {
        return own.isEmpty() ? trained : own;
    }
}
