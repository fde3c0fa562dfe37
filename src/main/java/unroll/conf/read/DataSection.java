package unroll.conf.read;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import unroll.conf.DataConf;
import unroll.conf.SourceConf;
import unroll.conf.ValidationConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Section;

/** Reads {@code data}. */
final class DataSection {
    /**
     * Formats that make no sense without a path; others, such as jdbc, may have it in their
     * options.
     */
    private static final List<String> WITH_PATH =
            List.of("json", "csv", "parquet", "orc", "text", "avro", "folders", "table", "idx");

    private static final List<String> WITH_ONE_PATH = List.of("table", "idx");

    /** The training source's defaults; its format and path have none. */
    private static final SourceConf STANDARD = new SourceConf("", "", Map.of(), "text", "label");

    private static final String AS_IN_TRAIN = "as in data.train";

    private static final String ORDER =
            "column that orders a document's rows; without one, files by name, rows as they stand";

    private static final Range SHARE = Range.halfOpen(0, 1);

    private DataSection() {}

    static DataConf read(Section root) {
        try (var data = root.section("data")) {
            var train = source(data.section("train"), STANDARD);
            var test = data.own("test").absent() ? null : source(data.section("test"), train);
            return new DataConf(
                    train,
                    test,
                    validation(data, train),
                    shards(data),
                    data.number(
                            "maxRejected",
                            0.01,
                            Range.closed(0, 1),
                            "largest share of bad rows in a source before the run ends"),
                    data.flag(
                            "standardize",
                            true,
                            "whether vectors and target values are standardised by the training part's means and"
                                    + " deviations; chances (`training.loss: binary`) never are"));
        }
    }

    private static int shards(Section data) {
        var expected = "auto, or an integer >= 1";
        var value =
                data.value(
                        "shards",
                        expected,
                        "auto",
                        "parts that the training examples are hashed into; `auto` chooses by their number");
        if (value.absent() || value.is("auto")) {
            return DataConf.AUTO;
        }
        if (value.integral()) {
            return (int) value.integer(Range.closed(1, Integer.MAX_VALUE), 1);
        }
        value.wrong(expected);
        return DataConf.AUTO;
    }

    private static ValidationConf validation(Section data, SourceConf train) {
        var value =
                data.value(
                        "validation",
                        SHARE.of("a number") + ", or a source",
                        "0.1",
                        "share of the training source, chosen by a hash of the content; or a source of its own, as"
                                + " `data.train`");
        if (value.isMap()) {
            return new ValidationConf.Source(source(value.section(), train));
        }
        return new ValidationConf.Share(value.number(SHARE, 0.1));
    }

    /**
     * Reads a source.
     *
     * @param fallback the defaults; for other sources than the training one, that one: they say
     *     only what differs, which the path always does; the reader's options and the order of the
     *     rows go with the format
     */
    private static SourceConf source(Section source, SourceConf fallback) {
        try (source) {
            var format =
                    source.required(
                            "format",
                            fallback.format(),
                            "required; elsewhere " + AS_IN_TRAIN,
                            "what `spark.read.format` takes; `folders` for path/label/*.txt; `table` for a table by"
                                    + " name; `idx`, `adding` or `mackey-glass` for experiments");
            var paths = paths(source, format);
            boolean sameFormat = !format.isEmpty() && format.equals(fallback.format());
            if (paths.isEmpty()
                    && !WITH_PATH.contains(format)
                    && source.own("options").absent()
                    && sameFormat) {
                source.own("options").wrong("options of its own (else it is data.train again)");
            }
            return new SourceConf(
                    format,
                    paths,
                    source.strings(
                            "options",
                            sameFormat ? fallback.options() : Map.of(),
                            "{}; elsewhere " + AS_IN_TRAIN + " if format is",
                            "options of Spark's reader"),
                    column(source, "text", SourceConf::text, fallback, "column with the text"),
                    column(
                            source,
                            "sequence",
                            SourceConf::sequence,
                            fallback,
                            "column with an array of numbers, of arrays or of Spark ML vectors, one a step, in place of"
                                    + " a text; true and false are 1 and 0"),
                    column(
                            source,
                            "label",
                            SourceConf::label,
                            fallback,
                            "column with the label, a string or a number; with task `transcribe` an array of them, or a"
                                    + " text of labels with spaces between"),
                    column(
                            source,
                            "target",
                            SourceConf::target,
                            fallback,
                            "column with the number or the array of numbers to forecast, true and false being 1 and 0;"
                                    + " without one, each step's target is the next step"),
                    source.value(
                                    "order",
                                    "text",
                                    "''; elsewhere " + AS_IN_TRAIN + " if format is",
                                    ORDER)
                            .text(sameFormat ? fallback.order() : ""),
                    source.text(
                            "where",
                            "",
                            "Spark SQL condition on the source's columns, such as `stars <> 3`; other rows are not read"));
        }
    }

    private static List<String> paths(Section source, String format) {
        var value =
                source.value(
                        "path",
                        "text, or a list of texts",
                        "''",
                        "path or glob on any Hadoop file system, or a list of them; or the table's name");
        var paths =
                value.isList()
                        ? value.list().stream().map(path -> path.text(null)).toList()
                        : List.of(value.text(""));
        paths = paths.stream().filter(path -> !path.isEmpty()).toList();
        if (paths.isEmpty() && WITH_PATH.contains(format)) {
            value.wrong("a path (format: " + format + " needs one)");
        }
        if (paths.size() > 1 && WITH_ONE_PATH.contains(format)) {
            value.wrong("one path (format: " + format + ")");
        }
        return paths;
    }

    private static String column(
            Section source,
            String key,
            Function<SourceConf, String> column,
            SourceConf fallback,
            String meaning) {
        var standard = column.apply(STANDARD);
        var told = (standard.isEmpty() ? "''" : standard) + "; elsewhere " + AS_IN_TRAIN;
        return source.value(key, "text", told, meaning).text(column.apply(fallback));
    }
}
