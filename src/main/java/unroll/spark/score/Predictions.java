package unroll.spark.score;

import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.lit;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.data.Example;
import unroll.encode.Mapped;
import unroll.encode.RecordReader;
import unroll.encode.RowTarget;
import unroll.predict.Windows;
import unroll.spark.source.SourceColumns;
import unroll.spark.source.Sources;
import unroll.spark.source.TextRecords;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/**
 * Adds columns to rows, which keep their own, their order and their number. A row that cannot be
 * scored gets null in all of them; a record that could not be parsed is kept as it stands in {@link
 * Sources#CORRUPT}, a column that is there if there are such records.
 */
final class Predictions {
    /** Scores some examples. */
    interface Scoring<S> extends Serializable {
        List<S> of(Scorer scorer, List<Example> examples);
    }

    /** What the added columns hold, from an example's scores. */
    interface Columns<S> extends Serializable {
        Object[] of(TrainedModel model, S scores);
    }

    /** Scores texts one by one. */
    interface Texts extends Serializable {
        Function<String, Object[]> of(TrainedModel model);
    }

    /** Scores a partition: rows and the values of their added columns, null without any. */
    private interface Part extends Serializable {
        Iterator<Windows.Scored<ScorableRow, Object[]>> of(
                Iterator<ScorableRow> rows, TrainedModel model, Scorer scorer);
    }

    private Predictions() {}

    static <S> Predicted add(
            SparkSession session,
            TrainedModel model,
            SourceConf source,
            StructType added,
            Scoring<S> scoring,
            Columns<S> columns) {
        return add(
                session,
                model,
                source,
                added,
                1,
                (rows, trained, scorer) -> {
                    var scored =
                            new Windows<>(
                                    rows,
                                    ScorableRow::example,
                                    examples -> scoring.of(scorer, examples),
                                    trained.codec().labels().size());
                    return new Mapped<>(
                            scored,
                            next ->
                                    new Windows.Scored<>(
                                            next.item(),
                                            next.scores() == null
                                                    ? null
                                                    : columns.of(trained, next.scores())));
                });
    }

    /** The same where a row is scored by itself, from its text. */
    static Predicted addRowByRow(
            SparkSession session,
            TrainedModel model,
            SourceConf source,
            StructType added,
            Texts texts) {
        return add(
                session,
                model,
                source,
                added,
                1,
                (rows, trained, scorer) -> {
                    var scoring = texts.of(trained);
                    return new Mapped<>(
                            rows,
                            row ->
                                    new Windows.Scored<>(
                                            row,
                                            row.wrong() == null
                                                    ? scoring.apply(row.text())
                                                    : null));
                });
    }

    /**
     * @param least steps of a row that can be scored
     */
    private static Predicted add(
            SparkSession session,
            TrainedModel model,
            SourceConf source,
            StructType added,
            int least,
            Part part) {
        var all = new Sources(session).open(source, "source");
        boolean corrupt = hasCorrupt(all);
        var rows = all.drop(Sources.CORRUPT);
        var sequence = SourceColumns.sequence(rows, source, "source");
        requireFree(rows, added);
        if (corrupt) {
            rows = all.select(last(all));
        }
        var schema = rows.schema();
        for (var field : added.fields()) {
            schema = schema.add(field);
        }
        var columns =
                new RecordReader.Columns(
                        model.conf().text(), source.words(), RowTarget.NONE, least);
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
                        .toJavaRDD();
        int more = added.length();
        var scored =
                read.mapPartitionsWithIndex(
                        (number, some) -> {
                            var trained = shipped.value();
                            // It numbers the words whose letters it needs: who encodes, scores.
                            var scorer = new Scorer(trained);
                            var checked =
                                    unscored.counted(number, check(some, columns, trained, scorer));
                            return new Mapped<>(
                                    part.of(checked, trained, scorer),
                                    next -> row(next.item().row(), next.scores(), more));
                        },
                        true);
        var rejected =
                read.mapPartitions(
                                some -> {
                                    var trained = shipped.value();
                                    return check(some, columns, trained, new Scorer(trained));
                                })
                        .map(ScorableRow::wrong)
                        .filter(wrong -> wrong != null);
        return new Predicted(session.createDataFrame(scored, schema), unscored, rejected);
    }

    private static Iterator<ScorableRow> check(
            Iterator<Row> rows, RecordReader.Columns columns, TrainedModel model, Scorer scorer) {
        var reader = new RecordReader(columns);
        return new Mapped<>(
                rows, row -> ScorableRow.read(row, reader, model.codec(), scorer::encode));
    }

    private static boolean hasCorrupt(Dataset<Row> rows) {
        // Spark refuses to look at this column of json alone.
        return SourceColumns.has(rows, Sources.CORRUPT)
                && !rows.filter(col(Sources.CORRUPT).isNotNull()).takeAsList(1).isEmpty();
    }

    /** All columns, the records that could not be parsed behind the others. */
    private static Column[] last(Dataset<Row> rows) {
        var others = Arrays.stream(rows.columns()).filter(name -> !name.equals(Sources.CORRUPT));
        return java.util.stream.Stream.concat(others, java.util.stream.Stream.of(Sources.CORRUPT))
                .map(TextRecords::column)
                .toArray(Column[]::new);
    }

    private static void requireFree(Dataset<Row> rows, StructType added) {
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
     * @param row its columns, then two of ours
     * @param more values of the added columns; null where all of them are
     */
    private static Row row(Row row, Object[] more, int added) {
        int width = row.length() - 2;
        var values = new Object[width + added];
        for (int i = 0; i < width; i++) {
            values[i] = row.get(i);
        }
        if (more != null) {
            System.arraycopy(more, 0, values, width, added);
        }
        return RowFactory.create(values);
    }
}
