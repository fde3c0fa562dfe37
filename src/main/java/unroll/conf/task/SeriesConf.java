package unroll.conf.task;

import java.io.Serializable;
import java.util.List;
import java.util.function.Function;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Type;
import unroll.conf.setting.Types;

/**
 * How the rows of a long table, each a step of a series, become windows to forecast from.
 *
 * @param key columns that tell series apart; empty if there is one
 * @param every time from one row to the next
 * @param values columns that are forecast
 * @param formula R formula of the column to forecast and of terms that are inputs; empty without
 * @param inputs columns that are known up to the forecast
 * @param known columns that are known in advance
 * @param window steps that a forecast looks back on
 * @param horizon steps that are forecast
 * @param recursive whether a model of the next step runs on from its own outputs
 * @param stride steps from one window to the next
 * @param log whether logarithms of the values are forecast
 * @param difference steps back to the value whose difference is forecast; 0 for the value itself
 * @param season steps of the period by which the simple forecast repeats the series
 * @param test last steps of each series, which are kept for the test
 * @param cut the windows that are read; no setting
 */
public record SeriesConf(
        List<String> key,
        String time,
        StepConf every,
        String formula,
        List<String> values,
        List<String> inputs,
        List<String> known,
        int window,
        int horizon,
        boolean recursive,
        int stride,
        boolean log,
        int difference,
        int season,
        int test,
        Cut cut)
        implements Serializable {
    private static final Field<SeriesConf, List<String>> KEY =
            columns(
                    "key",
                    SeriesConf::key,
                    "column, or list of columns, that tells the series of a table apart; without, it is one"
                            + " series");
    private static final Field<SeriesConf, String> TIME =
            Scalar.required("time", SeriesConf::time)
                    .means(
                            "column that orders the rows of a series: whole numbers, dates, timestamps, or texts"
                                    + " such as 2026-01, 2026-01-31 or 2026-01-31 12:00");
    private static final Field<SeriesConf, StepConf> EVERY =
            Scalar.of("every", StepConf.TYPE, SeriesConf::every, "''", v -> StepConf.NONE)
                    .means(
                            "time from each row to the next, such as `1 month`; other rows are reported, and"
                                    + " windows end there; without, rows follow each other as they are, like days of"
                                    + " trade");
    private static final Field<SeriesConf, String> FORMULA =
            Scalar.of("formula", Types.text(), SeriesConf::formula, "")
                    .means(
                            "the column to forecast and inputs as an R formula, such as"
                                    + " `close ~ open + volume + open:volume` (Spark ML's RFormula), in place of"
                                    + " `values` and `inputs`; texts are read as numbers")
                    .checked(
                            (section, formula, v) -> {
                                if (!formula.isEmpty() && forecast(formula).isEmpty()) {
                                    section.value("formula")
                                            .wrong("a formula such as close ~ open + volume");
                                }
                            });
    private static final Field<SeriesConf, List<String>> VALUES =
            Scalar.of(
                            "values",
                            names(),
                            SeriesConf::values,
                            "[]; that of the formula",
                            v -> forecast(v.get(FORMULA)))
                    .means("column, or list of columns, to forecast")
                    .checked(
                            (section, columns, v) -> {
                                if (columns.isEmpty()) {
                                    section.value("values").wrong("a column or a list of columns");
                                }
                                if (!v.get(FORMULA).isEmpty()
                                        && !columns.equals(forecast(v.get(FORMULA)))) {
                                    section.value("values").wrong("that of the formula");
                                }
                            });
    private static final Field<SeriesConf, List<String>> INPUTS =
            columns(
                            "inputs",
                            SeriesConf::inputs,
                            "columns with more numbers of a step, known when it has passed")
                    .checked(
                            (section, columns, v) -> {
                                if (!columns.isEmpty() && !v.get(FORMULA).isEmpty()) {
                                    section.value("inputs").wrong("nothing with a formula");
                                }
                            });
    private static final Field<SeriesConf, List<String>> KNOWN =
            columns(
                    "known",
                    SeriesConf::known,
                    "columns with numbers that are known in advance, such as days off; to forecast, rows after the"
                            + " last value give them");
    private static final Field<SeriesConf, Integer> WINDOW =
            Scalar.of("window", Types.integer(Range.atLeast(1)), SeriesConf::window, 24)
                    .means("steps that a forecast looks back on");
    private static final Field<SeriesConf, Integer> HORIZON =
            Scalar.of("horizon", Types.integer(Range.atLeast(1)), SeriesConf::horizon, 1)
                    .means("steps to forecast")
                    .checked(
                            (section, horizon, v) -> {
                                if (!v.get(KNOWN).isEmpty() && horizon > v.get(WINDOW)) {
                                    section.value("horizon")
                                            .wrong(
                                                    "at most window, "
                                                            + v.get(WINDOW)
                                                            + ", with known");
                                }
                            });
    private static final Field<SeriesConf, Boolean> RECURSIVE =
            Scalar.of("recursive", Types.flag(), SeriesConf::recursive, false)
                    .means(
                            "whether the model learns the next step only and runs on from its own outputs; if not,"
                                    + " it forecasts all steps at once")
                    .checked(
                            (section, recursive, v) -> {
                                boolean alone =
                                        v.get(INPUTS).isEmpty()
                                                && v.get(KNOWN).isEmpty()
                                                && v.get(FORMULA).isEmpty();
                                if (recursive && !alone) {
                                    section.value("recursive")
                                            .wrong(
                                                    "false with inputs or known, which it would not find");
                                }
                            });
    private static final Field<SeriesConf, Integer> STRIDE =
            Scalar.of("stride", Types.integer(Range.atLeast(1)), SeriesConf::stride, 1)
                    .means("steps from the end of one window to the end of the next");
    private static final Field<SeriesConf, Boolean> LOG =
            Scalar.of("log", Types.flag(), SeriesConf::log, false)
                    .means(
                            "whether the network sees and forecasts logarithms of the values, which must be above 0");
    private static final Field<SeriesConf, Integer> DIFFERENCE =
            Scalar.of("difference", Types.integer(Range.atLeast(0)), SeriesConf::difference, 0)
                    .means(
                            "steps back to the value that is subtracted: 1 for changes, the period for changes from"
                                    + " one season to the next; a forecast's differences are those to the last values"
                                    + " before it; 0 for the values themselves");
    private static final Field<SeriesConf, Integer> SEASON =
            Scalar.of("season", Types.integer(Range.atLeast(1)), SeriesConf::season, 1)
                    .means(
                            "steps of a period: the seasonal-naive forecast repeats the last one, and MASE is"
                                    + " measured by its errors")
                    .checked(
                            (section, season, v) -> {
                                int past = v.get(WINDOW) + v.get(DIFFERENCE);
                                if (season > past) {
                                    section.value("season")
                                            .wrong(
                                                    "at most window and difference together, "
                                                            + past);
                                }
                            });
    private static final Field<SeriesConf, Integer> TEST =
            Scalar.of("test", Types.integer(Range.atLeast(0)), SeriesConf::test, 0)
                    .means(
                            "last steps of each series that are kept for the test; before them a share of"
                                    + " `data.validation` is for validation")
                    .checked(
                            (section, test, v) -> {
                                if (test > 0 && test < v.get(HORIZON)) {
                                    section.value("test")
                                            .wrong("0, or at least horizon, " + v.get(HORIZON));
                                }
                            });

    public static final Settings<SeriesConf> SETTINGS =
            Settings.of(
                    v ->
                            new SeriesConf(
                                    v.get(KEY),
                                    v.get(TIME),
                                    v.get(EVERY),
                                    v.get(FORMULA),
                                    v.get(VALUES),
                                    v.get(INPUTS),
                                    v.get(KNOWN),
                                    v.get(WINDOW),
                                    v.get(HORIZON),
                                    v.get(RECURSIVE),
                                    v.get(STRIDE),
                                    v.get(LOG),
                                    v.get(DIFFERENCE),
                                    v.get(SEASON),
                                    v.get(TEST),
                                    Cut.ALL));

    /** Which windows of each series are read. */
    public enum Part {
        /** Those before the validation set. */
        TRAIN,
        /** Those whose forecasts lie in the validation set. */
        VALIDATION,
        /** Those whose forecasts lie in the test set. */
        TEST,
        /** Those of whole series. */
        ALL,
        /** The last one, whose forecast lies in the future. */
        LATEST
    }

    /**
     * The windows that are read.
     *
     * @param validation share of the steps before the test set
     * @param history windows of each series before the first of the part that are read too
     * @param reports whether rows that are wrong are told beside the windows
     */
    public record Cut(Part part, double validation, int history, boolean reports)
            implements Serializable {
        static final Cut ALL = new Cut(Part.ALL, 0, 0, true);
    }

    /**
     * Returns the same for some of the windows.
     *
     * @param validation share of the steps before the test set; 0 without a validation set
     */
    public SeriesConf of(Part part, double validation) {
        return with(inputs, new Cut(part, validation, 0, true));
    }

    /** Returns the same with windows before the first. */
    public SeriesConf withHistory(int windows) {
        return with(inputs, new Cut(cut.part(), cut.validation(), windows, cut.reports()));
    }

    /** Returns the same without rows that are wrong, which others have reported. */
    public SeriesConf unreported() {
        return with(inputs, new Cut(cut.part(), cut.validation(), cut.history(), false));
    }

    /** Returns the same with inputs in columns of these names. */
    public SeriesConf withInputs(List<String> names) {
        return with(names, cut);
    }

    private SeriesConf with(List<String> names, Cut windows) {
        return new SeriesConf(
                key,
                time,
                every,
                formula,
                values,
                names,
                known,
                window,
                horizon,
                recursive,
                stride,
                log,
                difference,
                season,
                test,
                windows);
    }

    /** Returns the windows that are measured if nothing else is said. */
    public SeriesConf measured() {
        return of(test > 0 ? Part.TEST : Part.ALL, 0);
    }

    /** Returns the column that a formula forecasts; empty if the formula has none. */
    private static List<String> forecast(String formula) {
        int tilde = formula.indexOf('~');
        var column = formula.substring(0, Math.max(0, tilde)).strip();
        return column.isEmpty() ? List.of() : List.of(column);
    }

    private static Scalar<SeriesConf, List<String>> columns(
            String key, Function<SeriesConf, List<String>> component, String meaning) {
        return Scalar.of(key, names(), component, "[]", v -> List.<String>of()).means(meaning);
    }

    /** Column names, which are written as a list. */
    private static Type<List<String>> names() {
        return Types.textOrList(List::copyOf);
    }
}
