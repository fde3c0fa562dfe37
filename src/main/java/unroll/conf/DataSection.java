package unroll.conf;

import java.util.List;

/** Reads {@code data}. */
final class DataSection {
    /**
     * Formats that make no sense without a path; others, such as jdbc, may have it in their
     * options.
     */
    private static final List<String> WITH_PATH =
            List.of("json", "csv", "parquet", "orc", "text", "avro", "folders", "table");

    private static final Range SHARE = Range.halfOpen(0, 1);

    private DataSection() {}

    static DataConf read(Section root) {
        try (var data = root.section("data")) {
            var train = source(data.section("train"));
            var test = data.own("test").absent() ? null : source(data.section("test"));
            return new DataConf(
                    train,
                    test,
                    validation(data),
                    data.integer(
                            "shards",
                            8,
                            Range.atLeast(1),
                            "parts of the training examples; at least as many as cores"),
                    data.number(
                            "maxRejected",
                            0.01,
                            Range.closed(0, 1),
                            "largest share of bad rows in a source before the run ends"));
        }
    }

    private static ValidationConf validation(Section data) {
        var value =
                data.value(
                        "validation",
                        SHARE.of("a number") + ", or a source",
                        "0.1",
                        "share of the training source, chosen by a hash of the content; or a source of its own, as"
                                + " `data.train`");
        if (value.isMap()) {
            return new ValidationConf.Source(source(value.section()));
        }
        return new ValidationConf.Share(value.number(SHARE, 0.1));
    }

    private static SourceConf source(Section source) {
        try (source) {
            var format =
                    source.required(
                            "format",
                            "what `spark.read.format` takes; `folders` for path/label/*.txt; `table` for a table by"
                                    + " name");
            var path =
                    source.text(
                            "path",
                            "",
                            "path or glob on any Hadoop file system, or the table's name");
            if (path.isEmpty() && WITH_PATH.contains(format)) {
                source.own("path").wrong("a path (format: " + format + " needs one)");
            }
            return new SourceConf(
                    format,
                    path,
                    source.strings("options", "options of Spark's reader"),
                    source.text("text", "text", "column with the text"),
                    source.text("label", "label", "column with the label, a string or a number"));
        }
    }
}
