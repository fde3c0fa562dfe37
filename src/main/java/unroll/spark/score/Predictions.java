package unroll.spark.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.util.Arrays;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.MappedIterator;
import unroll.encode.row.RecordReader;
import unroll.encode.row.RowTarget;
import unroll.predict.BatchedScoring;
import unroll.spark.source.SourceColumns;
import unroll.spark.source.Sources;
import unroll.spark.source.TextRecords;
import unroll.task.Predictor;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;

/**
 * Adds columns to rows, which keep their columns, order and number. A row that cannot be scored
 * gets null in all of them. The text of a record that could not be parsed is kept in {@link
 * Sources#CORRUPT}, a column that exists if there are such records.
 */
public final class Predictions {
    private Predictions() {}

    /**
     * Adds a model's predictions to rows.
     *
     * @param steps number of steps that a forecast of next steps continues for
     */
    public static Predicted add(
            SparkSession session, TrainedModel model, SourceConf source, int steps) {
        model.task().requireSteps(steps);
        if (source.series() != null) {
            return SeriesPredictions.of(session, model, source);
        }
        var added = ColumnTypes.schema(model.task().columns(model.codec()));
        var all = new Sources(session).open(source, "source");
        boolean corrupt = hasCorrupt(all);
        var rows = all.drop(Sources.CORRUPT);
        var sequence = SourceColumns.sequence(rows, source, "source");
        requireFree(rows, added);
        if (corrupt) {
            rows = all.select(last(all));
        }
        // The vectors of sounds are made here: they are none of the source's own columns.
        var computed = source.sounds() ? source.sequence() : "";
        var schema = ColumnTypes.with(rows.drop(computed).schema(), added);
        var text = Tasks.kind(model.conf().task()).text(model.conf());
        var conf = model.conf().with(Configuration.TEXT, text);
        var columns = new RecordReader.Columns(conf, source, RowTarget.NONE, 1);
        var context = JavaSparkContext.fromSparkContext(session.sparkContext());
        var shipped = context.broadcast(model);
        var unscored = new UnscoredRows();
        session.sparkContext().register(unscored, "rows that could not be scored");
        var read =
                rows.withColumn("unroll.sequence", sequence)
                        .withColumn(
                                "unroll.corrupt",
                                corrupt
                                        ? col(Sources.CORRUPT)
                                        : lit(null).cast(DataTypes.StringType))
                        .withColumn("unroll.name", Sources.name(source))
                        .drop(computed)
                        .toJavaRDD();
        int more = added.length();
        var scored =
                read.mapPartitionsWithIndex(
                        (number, some) -> {
                            var trained = shipped.value();
                            // It numbers the words whose letters it needs, so the same one must
                            // encode and predict.
                            var predictor = trained.task().predictor(trained, steps);
                            var checked =
                                    unscored.counted(
                                            number, check(some, columns, trained, predictor));
                            return new MappedIterator<>(
                                    new BatchedScoring<>(
                                            checked,
                                            ScorableRow::input,
                                            predictor::predict,
                                            trained.codec().labels().size()),
                                    next -> added(next.item().row(), more, next.scores()));
                        },
                        true);
        var rejected =
                read.mapPartitions(
                                some -> {
                                    var codec = shipped.value().codec();
                                    var reader = new RecordReader(columns);
                                    return new MappedIterator<>(
                                            some, row -> ScorableRow.wrong(row, reader, codec));
                                })
                        .filter(wrong -> wrong != null);
        return new Predicted(session.createDataFrame(scored, schema), unscored, rejected);
    }

    private static Iterator<ScorableRow> check(
            Iterator<Row> rows,
            RecordReader.Columns columns,
            TrainedModel model,
            Predictor predictor) {
        var reader = new RecordReader(columns);
        return new MappedIterator<>(
                rows, row -> ScorableRow.read(row, reader, model.codec(), predictor::encode));
    }

    private static boolean hasCorrupt(Dataset<Row> rows) {
        // Spark refuses to read this column of json alone.
        return SourceColumns.has(rows, Sources.CORRUPT)
                && !rows.filter(col(Sources.CORRUPT).isNotNull()).takeAsList(1).isEmpty();
    }

    /** Returns all columns, that of records that could not be parsed last. */
    private static Column[] last(Dataset<Row> rows) {
        var others = Arrays.stream(rows.columns()).filter(name -> !name.equals(Sources.CORRUPT));
        return java.util.stream.Stream.concat(others, java.util.stream.Stream.of(Sources.CORRUPT))
                .map(TextRecords::column)
                .toArray(Column[]::new);
    }

    static void requireFree(Dataset<Row> rows, StructType added) {
        for (var field : added.fields()) {
            if (Arrays.stream(rows.columns()).anyMatch(field.name()::equalsIgnoreCase)) {
                throw new DataException(
                        "source: there is a column "
                                + field.name()
                                + " already, which scoring would add: rename it");
            }
        }
    }

    /**
     * @param row its columns, followed by those of ours
     * @param values of the added columns; null if all of them are
     */
    private static Row added(Row row, int columns, Object... values) {
        return ColumnTypes.row(row, row.length() - ScorableRow.ADDED, columns, values);
    }
}
