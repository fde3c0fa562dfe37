package unroll.conf;

import java.io.Serializable;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Field.Values;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Section;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;
import unroll.conf.task.SeriesConf;

/**
 * A DataFrame source. Other sources than the training one fall back on that one: they say only what
 * differs, which the path always does.
 *
 * @param paths paths or globs on any Hadoop file system, or one table's name; empty if the format
 *     needs none
 * @param texts columns with the text, which are joined in this order; empty only in a command that
 *     takes those of training
 * @param sequence column with a sequence of numbers or vectors, which is read in place of the text;
 *     empty if steps are words
 * @param vector column with one vector, which is read in place of the text; empty without
 * @param intent column with a label for the whole row beside its tags; empty without
 * @param target column with the numbers to forecast; empty if they are the next steps
 * @param order column that orders the rows of a document; empty for the order of the files
 * @param where Spark SQL condition on the rows that are read; empty for all rows
 * @param audio how sounds become vectors; of effect with {@link #sounds} only
 * @param series how rows that are steps of series become windows, which are read in place of the
 *     text; null if rows are none
 */
public record SourceConf(
        String format,
        List<String> paths,
        Map<String, String> options,
        List<String> texts,
        String sequence,
        String vector,
        String label,
        String intent,
        String target,
        String order,
        String where,
        AudioConf audio,
        SeriesConf series)
        implements Serializable {

    private static final String WAV = "wav";

    /**
     * Formats that make no sense without a path; others, such as jdbc, may have it in their
     * options.
     */
    private static final List<String> WITH_PATH =
            List.of(
                    "json", "csv", "parquet", "orc", "text", "avro", "folders", "table", "idx",
                    WAV);

    private static final List<String> WITH_ONE_PATH = List.of("table", "idx");
    private static final String SOUND = "features"; // column of the vectors of sounds
    private static final String AS_IN_TRAIN = "as in data.train";

    public static final Field<SourceConf, String> FORMAT =
            Scalar.of(
                            "format",
                            Types.text(),
                            SourceConf::format,
                            "required; elsewhere " + AS_IN_TRAIN,
                            v -> v.fallback().map(SourceConf::format).orElse(null))
                    .means(
                            "a format of `spark.read.format`; `folders` for path/label/*.txt; `table` for a table by"
                                    + " name; `wav` for sounds; `idx`, `adding` or `mackey-glass` for experiments");
    public static final Field<SourceConf, List<String>> PATH =
            Scalar.of("path", Types.textOrList(), SourceConf::paths, "''", v -> List.of())
                    .means(
                            "path or glob on any Hadoop file system, or a list of them; or the table's"
                                    + " name")
                    .checked(
                            (section, paths, v) -> {
                                var given = section.value("path");
                                var format = v.get(FORMAT);
                                if (paths.isEmpty() && WITH_PATH.contains(format)) {
                                    given.wrong("a path (format: " + format + " needs one)");
                                }
                                if (paths.size() > 1 && WITH_ONE_PATH.contains(format)) {
                                    given.wrong("one path (format: " + format + ")");
                                }
                            });
    public static final Field<SourceConf, Map<String, String>> OPTIONS =
            Scalar.of(
                            "options",
                            Types.texts(),
                            SourceConf::options,
                            "{}; elsewhere " + AS_IN_TRAIN + " if format is",
                            v -> sameFormat(v) ? v.fallback().orElseThrow().options() : Map.of())
                    .means("options of Spark's reader, or of a format of our own")
                    .checked(
                            (section, options, v) -> {
                                var given = section.value("options");
                                if (given.absent()
                                        && sameFormat(v)
                                        && v.get(PATH).isEmpty()
                                        && !WITH_PATH.contains(v.get(FORMAT))) {
                                    given.wrong("options of its own (else it is data.train again)");
                                }
                            });
    public static final Field<SourceConf, List<String>> TEXT =
            Scalar.of(
                            "text",
                            Types.textOrList(),
                            SourceConf::texts,
                            "text; elsewhere " + AS_IN_TRAIN,
                            v -> v.fallback().map(SourceConf::texts).orElse(List.of("text")))
                    .means(
                            "column with the text, or an array of its words; or a list of columns with texts,"
                                    + " which are joined in this order");
    public static final Field<SourceConf, String> SEQUENCE =
            Scalar.of(
                            "sequence",
                            Types.text(),
                            SourceConf::sequence,
                            "''; `features` with format `wav`; elsewhere " + AS_IN_TRAIN,
                            v ->
                                    v.fallback()
                                            .map(SourceConf::sequence)
                                            .orElse(isSound(v.get(FORMAT)) ? SOUND : ""))
                    .means(
                            "column with an array of numbers, of arrays or of Spark ML vectors, one a step, in place of"
                                    + " a text; true and false are 1 and 0");

    /** Not written if empty: runs of older versions have no such key. */
    public static final Field<SourceConf, String> VECTOR =
            column(
                            "vector",
                            SourceConf::vector,
                            "",
                            "column with an array of numbers or a Spark ML vector, one for the whole row, in place"
                                    + " of a text, for task `caption`")
                    .writtenIf(source -> !source.vector().isEmpty());

    public static final Field<SourceConf, String> LABEL =
            column(
                    "label",
                    SourceConf::label,
                    "label",
                    "column with the label, a string or a number; with tasks `tag` (one per word), `frames` (one per vector) and `transcribe`"
                            + " an array of them, or a text of labels with spaces between; with `multilabel` an"
                            + " array of labels, and with `keyterms` of terms, or a text of them with semicolons between");

    /** Not written if empty: runs of older versions have no such key. */
    public static final Field<SourceConf, String> INTENT =
            column(
                            "intent",
                            SourceConf::intent,
                            "",
                            "column with a label for the whole row, which task `tag` predicts beside those of the"
                                    + " words")
                    .writtenIf(source -> !source.intent().isEmpty());

    public static final Field<SourceConf, String> TARGET =
            column(
                    "target",
                    SourceConf::target,
                    "",
                    "column with the number or the array of numbers to forecast, true and false being 1 and 0;"
                            + " without one, each step's target is the next step; with tasks `translate` and `caption`"
                            + " the text to write, or an array of its words; with `parse` a tree in brackets");
    public static final Field<SourceConf, String> ORDER =
            Scalar.of(
                            "order",
                            Types.text(),
                            SourceConf::order,
                            "''; elsewhere " + AS_IN_TRAIN + " if format is",
                            v -> sameFormat(v) ? v.fallback().orElseThrow().order() : "")
                    .means(
                            "column that orders a document's rows; without one, files by name, rows as they are"
                                    + " stored");

    /** Written of sounds only: runs of older versions have no such section. */
    public static final Field<SourceConf, AudioConf> AUDIO =
            Nested.sectionOr(
                            "audio",
                            AudioConf.SETTINGS,
                            SourceConf::audio,
                            v -> v.fallback().map(SourceConf::audio).orElse(AudioConf.STANDARD))
                    .checked(AudioConf::check)
                    .writtenIf(SourceConf::sounds);

    /** Not written without one: runs of older versions have no such section. */
    public static final Field<SourceConf, SeriesConf> SERIES =
            Nested.sectionOr(
                            "series",
                            SeriesConf.SETTINGS,
                            SourceConf::series,
                            v -> v.fallback().map(SourceConf::series).orElse(null))
                    .checked(SourceConf::checkSeries)
                    .writtenIf(source -> source.series() != null);

    /** Not written if empty: runs of older versions have no such key. */
    public static final Field<SourceConf, String> WHERE =
            Scalar.of("where", Types.text(), SourceConf::where, "")
                    .means(
                            "Spark SQL condition on the source's columns, such as `stars <> 3`; other"
                                    + " rows are not read")
                    .writtenIf(source -> !source.where().isEmpty());

    static final Settings<SourceConf> SETTINGS =
            Settings.of(
                    v ->
                            new SourceConf(
                                    v.get(FORMAT),
                                    v.get(PATH),
                                    v.get(OPTIONS),
                                    v.get(TEXT),
                                    v.get(SEQUENCE),
                                    v.get(VECTOR),
                                    v.get(LABEL),
                                    v.get(INTENT),
                                    v.get(TARGET),
                                    v.get(ORDER),
                                    v.get(WHERE),
                                    v.get(AUDIO),
                                    v.get(SERIES)));

    public SourceConf {
        paths = List.copyOf(paths);
        texts = List.copyOf(texts);
    }

    /** A source of texts, with or without labels, at one path or none. */
    public SourceConf(
            String format, String path, Map<String, String> options, String text, String label) {
        this(
                format,
                path.isEmpty() ? List.of() : List.of(path),
                options,
                text.isEmpty() ? List.of() : List.of(text),
                "",
                "",
                label,
                "",
                "",
                "",
                "",
                AudioConf.STANDARD,
                null);
    }

    /** Returns the same with another value of a field. */
    public <V> SourceConf with(Field<SourceConf, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }

    /** Returns whether steps are words. */
    public boolean words() {
        return sequence.isEmpty() && vector.isEmpty() && series == null;
    }

    /** Returns the same with some of its series' windows; without series, the source itself. */
    public SourceConf cut(SeriesConf.Part part, double validation) {
        return series == null ? this : with(SERIES, series.of(part, validation));
    }

    /** Returns the same with windows of its series before the first; without, the source itself. */
    public SourceConf withHistory(int windows) {
        return series == null ? this : with(SERIES, series.withHistory(windows));
    }

    /** Returns the same with the windows that are measured if nothing else is said. */
    public SourceConf measured() {
        return series == null ? this : with(SERIES, series.measured());
    }

    /** Returns whether each step's target is the next step. */
    public boolean nextSteps() {
        return series == null ? target.isEmpty() : series.recursive();
    }

    /**
     * Returns the files that a format reads beside those of the path: the table of sounds, the
     * labels of images.
     */
    public List<String> sideFiles() {
        var option =
                switch (format.toLowerCase(Locale.ROOT)) {
                    case "wav" -> "table";
                    case "idx" -> "labels";
                    default -> "";
                };
        var file = options.get(option);
        return file == null ? List.of() : List.of(file);
    }

    /** Returns whether rows are sounds. */
    public boolean sounds() {
        return isSound(format);
    }

    static boolean isSound(String format) {
        return format != null && format.equalsIgnoreCase(WAV);
    }

    private static void checkSeries(Section section, SeriesConf series, Values<SourceConf> values) {
        var given = section.value("series");
        if (series == null || given.absent()) {
            return;
        }
        if (values.fallback().isPresent()
                && !series.equals(values.fallback().orElseThrow().series())) {
            given.wrong("what data.train.series is");
        }
        var columns = List.of(SEQUENCE, VECTOR, TARGET, INTENT, ORDER);
        if (columns.stream().anyMatch(column -> !values.get(column).isEmpty())) {
            given.wrong("no sequence, vector, target, intent or order beside it");
        }
    }

    /** Returns all paths as messages show them, or the table's name; empty without any. */
    public String path() {
        return String.join(", ", paths);
    }

    /** Returns the columns of the text as messages show them; empty without any. */
    public String text() {
        return String.join(", ", texts);
    }

    private static Field<SourceConf, String> column(
            String key, Function<SourceConf, String> component, String standard, String meaning) {
        return Scalar.of(
                        key,
                        Types.text(),
                        component,
                        (standard.isEmpty() ? "''" : standard) + "; elsewhere " + AS_IN_TRAIN,
                        v -> v.fallback().map(component).orElse(standard))
                .means(meaning);
    }

    private static boolean sameFormat(Values<SourceConf> values) {
        var format = values.get(FORMAT);
        return !format.isEmpty()
                && values.fallback().filter(train -> train.format().equals(format)).isPresent();
    }
}
