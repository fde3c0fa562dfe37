package unroll.spark;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.monotonically_increasing_id;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.io.IOException;
import java.net.URI;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.DataFrameReader;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.SourceConf;
import unroll.data.DataException;

/**
 * Opens sources as DataFrames.
 *
 * <p>{@code format: folders} reads {@code path/LABEL/*.txt}, one text a file, into columns named as
 * the source's {@code text} and {@code label}; where {@code path} itself matches folders that hold
 * the files ({@code reviews/train/{neg,pos}}), those folders are the labels. {@code format: table}
 * reads a table of the session's catalogue. CSV is read with a header unless the options say
 * otherwise. {@code adding}, {@code mackey-glass} and {@code idx} are sources for experiments
 * ({@link AddingSource}, {@link MackeyGlassSource}, {@link IdxSource}). Records that JSON or CSV
 * cannot be parsed from arrive as rows with {@link #CORRUPT} set, whatever mode the options ask
 * for.
 */
final class Sources {
    /** Holds the raw record where it could not be parsed. */
    static final String CORRUPT = "_corrupt_record";

    private static final Set<String> FILES = Set.of("json", "csv", "parquet", "orc", "text");

    private final SparkSession session;

    Sources(SparkSession session) {
        this.session = session;
    }

    /**
     * All columns of a source, and {@link #CORRUPT} where the format can have such records.
     *
     * @param key where the configuration names the source, for messages
     * @throws DataException when there is nothing to read
     */
    Dataset<Row> open(SourceConf source, String key) {
        try {
            return SourceCondition.filter(load(source, key), source, key);
        } catch (DataException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof AnalysisException
                    || e instanceof ClassNotFoundException
                    || Causes.isInput(e)) {
                throw new DataException(
                        key
                                + ": cannot read "
                                + SourceColumns.describe(source)
                                + ": "
                                + Causes.firstLine(e));
            }
            throw e;
        }
    }

    /**
     * The columns {@code sequence} (a string, or an array of numbers, arrays or vectors), {@code
     * target} (a label: string, number or boolean; or values: a number, an array, a vector; null
     * without one) and {@code corrupt} (string) of a source.
     *
     * @throws DataException when there is nothing to read, or a column is absent or of another type
     */
    Dataset<Row> examples(SourceConf source, String key, RowTarget target) {
        var rows = open(source, key);
        var corrupt = SourceColumns.has(rows, CORRUPT) ? col(CORRUPT) : lit(null);
        return rows.select(
                SourceColumns.sequence(rows, source, key).as("sequence"),
                SourceColumns.target(rows, source, key, target).as("target"),
                corrupt.cast(DataTypes.StringType).as("corrupt"));
    }

    /**
     * The columns of {@link #examples} of a document, its rows in their order: that of the source's
     * column {@code order} (equal ones by their text), or files by their names and rows as they
     * stand in them.
     *
     * @throws DataException when there is nothing to read, a column is absent, or rows have no
     *     order
     */
    Dataset<Row> document(SourceConf source, String key) {
        var rows = open(source, key);
        var corrupt = SourceColumns.has(rows, CORRUPT) ? col(CORRUPT) : lit(null);
        var text = SourceColumns.text(rows, source, key);
        if (!source.order().isEmpty()) {
            var order = SourceColumns.column(rows, source, source.order(), key + ".order");
            rows = rows.withColumn("unroll.order", order).withColumn("unroll.row", text);
        } else if (FILES.contains(source.format().toLowerCase(Locale.ROOT))) {
            var file = col("_metadata");
            rows =
                    rows.withColumn(
                                    "unroll.order",
                                    struct(
                                            file.getField("file_path"),
                                            file.getField("file_block_start")))
                            .withColumn("unroll.row", monotonically_increasing_id());
        } else {
            throw new DataException(
                    key
                            + ".order: rows of format "
                            + source.format()
                            + " have no order of their own; expected a column to order them by");
        }
        return rows.orderBy("`unroll.order`", "`unroll.row`")
                .select(
                        text.as("sequence"),
                        lit(null).as("target"),
                        corrupt.cast(DataTypes.StringType).as("corrupt"));
    }

    private Dataset<Row> load(SourceConf source, String key) {
        var format = source.format().toLowerCase(Locale.ROOT);
        return switch (format) {
            case "table" -> session.table(source.path());
            case "folders" -> folders(source, key);
            case "adding" -> AddingSource.rows(session, new SourceNumbers(source, key));
            case "mackey-glass" -> MackeyGlassSource.rows(session, new SourceNumbers(source, key));
            case "idx" -> {
                requireFiles(source.path(), source, key);
                yield IdxSource.rows(session, source, key);
            }
            case "json", "csv" -> {
                source.paths().forEach(path -> requireFiles(path, source, key));
                var reader =
                        reader(source)
                                .option("mode", "PERMISSIVE")
                                .option("columnNameOfCorruptRecord", CORRUPT);
                var paths = source.paths().toArray(new String[0]);
                var schema = reader.load(paths).schema();
                yield reader.schema(withCorrupt(schema)).load(paths);
            }
            default -> {
                if (FILES.contains(format)) {
                    source.paths().forEach(path -> requireFiles(path, source, key));
                }
                yield source.paths().isEmpty()
                        ? reader(source).load()
                        : reader(source).load(source.paths().toArray(new String[0]));
            }
        };
    }

    private DataFrameReader reader(SourceConf source) {
        var reader = session.read().format(source.format());
        if (source.format().equalsIgnoreCase("csv")) {
            reader = reader.option("header", "true");
        }
        return reader.options(source.options());
    }

    private static StructType withCorrupt(StructType schema) {
        return Arrays.asList(schema.fieldNames()).contains(CORRUPT)
                ? schema
                : schema.add(CORRUPT, DataTypes.StringType);
    }

    private Dataset<Row> folders(SourceConf source, String key) {
        var direct = source.path() + "/*.txt";
        var glob = matches(direct) ? direct : source.path() + "/*/*.txt";
        requireFiles(glob, source, key);
        var folder = udf((UDF1<String, String>) Sources::parentName, DataTypes.StringType);
        return session.read()
                .format("text")
                .options(source.options())
                .option("wholetext", "true")
                .load(glob)
                .select(
                        col("value").as(source.text()),
                        folder.apply(col("_metadata.file_path")).as(source.label()));
    }

    /**
     * @param file a file's address as Spark gives it, with escapes
     */
    private static String parentName(String file) {
        return new Path(URI.create(file)).getParent().getName();
    }

    private void requireFiles(String glob, SourceConf source, String key) {
        if (!matches(glob)) {
            throw new DataException(
                    key + ".path: there is nothing at " + glob + " for format " + source.format());
        }
    }

    private boolean matches(String glob) {
        var path = new Path(glob);
        try {
            var fileSystem = path.getFileSystem(session.sparkContext().hadoopConfiguration());
            var found = fileSystem.globStatus(path);
            return found != null && found.length > 0;
        } catch (IOException e) {
            throw new DataException("cannot list " + glob + ": " + Causes.firstLine(e));
        }
    }
}
