package unroll.spark.source;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.concat_ws;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.DateType;
import org.apache.spark.sql.types.MapType;
import org.apache.spark.sql.types.NullType;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StringType;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.sql.types.TimestampNTZType;
import org.apache.spark.sql.types.TimestampType;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.row.RowTarget;
import unroll.encode.row.StepVectors;
import unroll.message.Printable;

/** Finds the columns of a source that its configuration names, and checks their types. */
public final class SourceColumns {
    private static final int LONGEST_NAME = 60; // characters

    private SourceColumns() {}

    /** Returns the column of a source's sequences. */
    public static Column sequence(Dataset<Row> rows, SourceConf source, String key) {
        if (!source.vector().isEmpty()) {
            var vector = key + ".vector";
            var expected = "an array of numbers (or booleans, dates, timestamps) or a vector";
            var column =
                    typed(
                            rows,
                            source,
                            source.vector(),
                            vector,
                            expected,
                            type -> isVector(type) && !isNumber(type));
            // A sequence of one step; a row without a vector has no sequence.
            return when(column.isNotNull(), array(column));
        }
        return source.words()
                ? ofText(rows, source, key + ".text")
                : typed(
                        rows,
                        source,
                        source.sequence(),
                        key + ".sequence",
                        "an array of numbers (or booleans, dates, timestamps), of arrays of them or of vectors",
                        type -> type instanceof ArrayType array && isVector(array.elementType()));
    }

    static Column target(Dataset<Row> rows, SourceConf source, String key, RowTarget target) {
        return switch (target) {
            case NONE -> lit(null);
            case LABEL ->
                    typed(
                            rows,
                            source,
                            source.label(),
                            key + ".label",
                            "strings or numbers",
                            SourceColumns::isLabel);
            case TAGS_AND_LABEL ->
                    struct(
                            target(rows, source, key, RowTarget.TAGS),
                            typed(
                                    rows,
                                    source,
                                    source.intent(),
                                    key + ".intent",
                                    "strings or numbers",
                                    SourceColumns::isLabel));
            case LABELS, TAGS ->
                    typed(
                            rows,
                            source,
                            source.label(),
                            key + ".label",
                            "an array of strings or numbers, or a text of labels with spaces between",
                            SourceColumns::isLabels);
            case LABEL_SET ->
                    typed(
                            rows,
                            source,
                            source.label(),
                            key + ".label",
                            "an array of strings or numbers, or a text of labels with semicolons"
                                    + " between",
                            SourceColumns::isLabels);
            case TERMS ->
                    typed(
                            rows,
                            source,
                            source.label(),
                            key + ".label",
                            "an array of strings, or a text of terms with semicolons between",
                            type ->
                                    isText(type)
                                            || (type instanceof ArrayType array
                                                    && isText(array.elementType())));
            case WORDS -> words(rows, source, source.target(), key + ".target");
            case TREE -> text(rows, source, source.target(), key + ".target");
            case VALUES, PROBABILITIES ->
                    typed(
                            rows,
                            source,
                            source.target(),
                            key + ".target",
                            "a number (or boolean, date, timestamp), an array of them or a vector",
                            SourceColumns::isVector);
        };
    }

    private static boolean isLabels(DataType type) {
        return isLabel(type) || (type instanceof ArrayType array && isLabel(array.elementType()));
    }

    /** Returns a column, after a check of its type. */
    static Column typed(
            Dataset<Row> rows,
            SourceConf source,
            String name,
            String key,
            String expected,
            Predicate<DataType> fits) {
        var column = column(rows, source, name, key);
        var type = rows.select(column).schema().fields()[0].dataType();
        if (!fits.test(type)) {
            throw new DataException(
                    key
                            + ": column "
                            + name
                            + " of "
                            + describe(source)
                            + " holds "
                            + type.simpleString()
                            + "; expected "
                            + expected);
        }
        return column;
    }

    private static boolean isVector(DataType type) {
        return isNumber(type)
                || type.equals(SQLDataTypes.VectorType())
                || (type instanceof ArrayType array && isNumber(array.elementType()));
    }

    /** Returns whether {@link StepVectors} converts values of a type to numbers. */
    private static boolean isNumber(DataType type) {
        return type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof DateType
                || type instanceof TimestampType
                || type instanceof TimestampNTZType
                || type instanceof NullType;
    }

    /** Returns a text column as a string, or as an array if it is one of words. */
    private static Column words(Dataset<Row> rows, SourceConf source, String name, String key) {
        var column = column(rows, source, name, key);
        var type = rows.select(column).schema().fields()[0].dataType();
        return type instanceof ArrayType array && array.elementType() instanceof StringType
                ? column
                : text(rows, source, name, key);
    }

    /** Returns the text column as {@link #words} does, or several of them joined. */
    private static Column ofText(Dataset<Row> rows, SourceConf source, String key) {
        return source.texts().size() > 1
                ? joined(rows, source, key)
                : words(rows, source, source.text(), key);
    }

    /** Returns the text column as a string, or several of them joined. */
    static Column text(Dataset<Row> rows, SourceConf source, String key) {
        return source.texts().size() > 1
                ? joined(rows, source, key + ".text")
                : text(rows, source, source.text(), key + ".text");
    }

    /**
     * Returns texts with line breaks between, in the order of their columns, without those that are
     * missing; null if all are.
     */
    private static Column joined(Dataset<Row> rows, SourceConf source, String key) {
        var texts =
                source.texts().stream()
                        .map(
                                name ->
                                        text(
                                                rows,
                                                source,
                                                name,
                                                key,
                                                "text, to be joined with others"))
                        .toArray(Column[]::new);
        return when(coalesce(texts).isNotNull(), concat_ws("\n", texts));
    }

    private static Column text(Dataset<Row> rows, SourceConf source, String name, String key) {
        return text(rows, source, name, key, "text");
    }

    private static Column text(
            Dataset<Row> rows, SourceConf source, String name, String key, String expected) {
        return typed(
                        rows,
                        source,
                        name,
                        key,
                        expected,
                        type ->
                                !(type instanceof ArrayType
                                        || type instanceof MapType
                                        || type instanceof StructType))
                .cast(DataTypes.StringType);
    }

    private static boolean isText(DataType type) {
        return type instanceof StringType || type instanceof NullType;
    }

    private static boolean isLabel(DataType type) {
        return type instanceof StringType
                || type instanceof NumericType
                || type instanceof BooleanType
                || type instanceof NullType;
    }

    /** Returns a column by its name, or a field of a struct column by its dotted path. */
    static Column column(Dataset<Row> rows, SourceConf source, String name, String key) {
        var quoted = "`" + name.replace("`", "``") + "`";
        try {
            return has(rows, name) ? rows.col(quoted) : rows.col(name);
        } catch (Exception e) {
            if (!(e instanceof AnalysisException)) {
                throw e;
            }
            throw new DataException(
                    key
                            + ": "
                            + describe(source)
                            + " has no column "
                            + name
                            + ofTraining(key)
                            + "; it has "
                            + names(rows)
                            + hint(rows, source));
        }
    }

    /** Returns a note on a column that scored rows must have because those of training had it. */
    private static String ofTraining(String key) {
        return switch (key) {
            case "source.intent" -> ", as in training";
            case "source.text",
                    "source.label",
                    "source.sequence",
                    "source.vector",
                    "source.target",
                    "source.order" ->
                    ", as in training (--%s-column names another)".formatted(key.substring(7));
            default -> "";
        };
    }

    /** Returns advice if the reader's options do not seem to fit the files. */
    private static String hint(Dataset<Row> rows, SourceConf source) {
        var names = columns(rows);
        if (source.format().equalsIgnoreCase("json") && names.isEmpty()) {
            return ": expected one JSON object a line; for objects over several lines give options: {multiLine: true}";
        }
        if (!source.format().equalsIgnoreCase("csv") || names.isEmpty()) {
            return "";
        }
        if (names.get(0).indexOf('\0') >= 0) {
            return ": give options: {encoding: UTF-16LE} or {encoding: UTF-16BE}";
        }
        if (names.size() != 1) {
            return "";
        }
        for (var separator : List.of(";", "\t", "|")) {
            if (names.get(0).contains(separator)) {
                return ": give options: {sep: \"%s\"}".formatted(separator.replace("\t", "\\t"));
            }
        }
        return "";
    }

    /** Returns the names of a source's columns, for messages. */
    static String names(Dataset<Row> rows) {
        var names =
                columns(rows).stream().map(name -> Printable.brief(name, LONGEST_NAME)).toList();
        return names.isEmpty() ? "none" : String.join(", ", names);
    }

    private static List<String> columns(Dataset<Row> rows) {
        return Arrays.stream(rows.columns())
                .filter(column -> !column.equals(Sources.CORRUPT))
                .toList();
    }

    public static boolean has(Dataset<Row> rows, String name) {
        return Arrays.stream(rows.columns()).anyMatch(column -> column.equalsIgnoreCase(name));
    }

    /** Describes a source, for messages. */
    public static String describe(SourceConf source) {
        return source.path().isEmpty()
                ? "the " + source.format() + " source"
                : source.format() + " at " + source.path();
    }
}
