package unroll.spark.source;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.AnalysisException;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RowTarget;
import unroll.records.SourceNumbers;
import unroll.spark.SparkErrors;
import unroll.spark.store.NamedStores;
import unroll.spark.store.SourcePaths;

/**
 * Opens sources as DataFrames.
 *
 * <p>{@code format: folders} reads {@code path/LABEL/*.txt}, one text per file, into columns named
 * as the source's {@code text} and {@code label}; if {@code path} itself matches folders that hold
 * the files ({@code reviews/train/{neg,pos}}), those folders are the labels. {@code format: table}
 * reads a table of the session's catalogue. CSV is read according to RFC 4180 and with a header
 * unless the options say otherwise. {@code adding}, {@code mackey-glass} and {@code idx} are
 * sources for experiments ({@link AddingSource}, {@link MackeyGlassSource}, {@link IdxSource}).
 * Records of JSON or CSV that cannot be parsed become rows with {@link #CORRUPT} set, whatever mode
 * the options ask for.
 */
public final class Sources {
    /** The column of the raw record if it could not be parsed. */
    public static final String CORRUPT = "_corrupt_record";

    private final SparkSession session;

    public Sources(SparkSession session) {
        this.session = session;
    }

    /**
     * Returns all columns of a source, and {@link #CORRUPT} if the format can have such records.
     *
     * @param key of the source in the configuration, for messages
     * @throws DataException if there is nothing to read
     */
    public Dataset<Row> open(SourceConf source, String key) {
        return TextRecords.withoutPlaces(opened(source, key).rows());
    }

    private FileSource.Opened opened(SourceConf source, String key) {
        try {
            var opened = load(source, key);
            return new FileSource.Opened(
                    SourceCondition.filter(opened.rows(), source, key), opened.order());
        } catch (DataException | ConfigurationException e) {
            throw e;
        } catch (Exception e) {
            if (e instanceof AnalysisException
                    || e instanceof ClassNotFoundException
                    || e instanceof IOException
                    || isDatabase(source)
                    || SparkErrors.isInput(e)) {
                throw new DataException(
                        key
                                + ": cannot read "
                                + SourceColumns.describe(source)
                                + ": "
                                + (isDatabase(source)
                                        ? SparkErrors.ofDatabase(source.options(), e)
                                        : SparkErrors.sentence(e)));
            }
            throw SparkErrors.unchecked(e);
        }
    }

    private static boolean isDatabase(SourceConf source) {
        return source.format().equalsIgnoreCase("jdbc");
    }

    /**
     * Returns the columns {@code sequence} (a string, or an array of numbers, arrays or vectors),
     * {@code target} (a label: string, number or boolean; or values: a number, an array, a vector;
     * null without one), {@code corrupt} (string) and {@code name} ({@link #name}) of a source.
     *
     * @throws DataException if there is nothing to read, or a column is missing or of another type
     */
    public Dataset<Row> examples(SourceConf source, String key, RowTarget target) {
        var rows = open(source, key);
        var corrupt = SourceColumns.has(rows, CORRUPT) ? col(CORRUPT) : lit(null);
        return rows.select(
                SourceColumns.sequence(rows, source, key).as("sequence"),
                SourceColumns.target(rows, source, key, target).as("target"),
                corrupt.cast(DataTypes.StringType).as("corrupt"),
                name(source).as("name"));
    }

    /**
     * Returns the rows of {@link #examples}, or the windows of series, as records.
     *
     * @throws DataException if there is nothing to read, or a column is missing or of another type
     */
    public JavaRDD<RawRecord> records(SourceConf source, String key, RowTarget target) {
        return source.series() == null
                ? examples(source, key, target).toJavaRDD().mapPartitions(RowRecords::of)
                : new SeriesSource(source, key).records(open(source, key));
    }

    /** Returns the columns that tell series apart, and that of their times, with their types. */
    public StructType seriesColumns(SourceConf source, String key) {
        return new SeriesSource(source, key).columns(open(source, key));
    }

    /** Returns the column of what a row is called if it is rejected; null for its sequence. */
    public static Column name(SourceConf source) {
        return (source.sounds() ? col(WavSource.PATH) : lit(null)).cast(DataTypes.StringType);
    }

    /**
     * Returns the columns of {@link #examples} of a document with its rows in order: sorted by the
     * source's column {@code order} (equal ones by their text), or by file name and position in the
     * file.
     *
     * @throws DataException if there is nothing to read, a column is missing, or rows have no order
     */
    public Dataset<Row> document(SourceConf source, String key) {
        var opened = opened(source, key);
        var rows = opened.rows();
        var corrupt = SourceColumns.has(rows, CORRUPT) ? col(CORRUPT) : lit(null);
        var text = SourceColumns.text(rows, source, key);
        List<Column> order = opened.order();
        if (!source.order().isEmpty()) {
            order =
                    List.of(
                            SourceColumns.column(rows, source, source.order(), key + ".order"),
                            text);
        } else if (order == null) {
            throw new DataException(
                    key
                            + ".order: rows of format "
                            + source.format()
                            + " have no order of their own; expected a column to order them by");
        }
        for (int i = 0; i < order.size(); i++) {
            rows = rows.withColumn("unroll.order" + i, order.get(i));
        }
        var places =
                IntStream.range(0, order.size())
                        .mapToObj(i -> TextRecords.column("unroll.order" + i));
        return rows.orderBy(places.toArray(Column[]::new))
                .select(
                        text.as("sequence"),
                        lit(null).as("target"),
                        corrupt.cast(DataTypes.StringType).as("corrupt"),
                        name(source).as("name"));
    }

    private FileSource.Opened load(SourceConf source, String key) throws IOException {
        if (FileSource.reads(source)) {
            return new FileSource(session, source, key).open();
        }
        return new FileSource.Opened(
                switch (source.format().toLowerCase(Locale.ROOT)) {
                    case "table" -> session.table(source.path());
                    case "adding" -> AddingSource.rows(session, new SourceNumbers(source, key));
                    case "mackey-glass" ->
                            MackeyGlassSource.rows(session, new SourceNumbers(source, key));
                    case "idx" -> {
                        var hadoop = session.sparkContext().hadoopConfiguration();
                        NamedStores.require(key + ".path", source.path(), hadoop);
                        if (SourcePaths.find(source.path(), hadoop).isEmpty()) {
                            throw new DataException(
                                    key + ".path: there is nothing at " + source.path());
                        }
                        yield IdxSource.rows(session, source, key);
                    }
                    default -> other(source);
                },
                null);
    }

    private Dataset<Row> other(SourceConf source) {
        var reader = session.read().format(source.format()).options(source.options());
        return source.paths().isEmpty()
                ? reader.load()
                : reader.load(source.paths().toArray(new String[0]));
    }
}
