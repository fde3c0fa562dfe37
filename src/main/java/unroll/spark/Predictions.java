package unroll.spark;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.StructType;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.data.Example;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/**
 * Adds columns to rows, which keep their own, their order and their number. A row that cannot be
 * scored gets null in all of them.
 */
final class Predictions<S> {
    /** Scores some examples. */
    interface Scoring<S> extends Serializable {
        List<S> of(Scorer scorer, List<Example> examples);
    }

    /** What the added columns hold, from an example's scores. */
    interface Columns<S> extends Serializable {
        Object[] of(TrainedModel model, S scores);
    }

    private final TrainedModel model;
    private final Scorer scorer;
    private final Columns<S> columns;
    private final int width; // columns of the source; the sequence stands behind them
    private final int added;

    private Predictions(TrainedModel model, Columns<S> columns, int width, int added) {
        this.model = model;
        scorer = new Scorer(model);
        this.columns = columns;
        this.width = width;
        this.added = added;
    }

    static <S> Dataset<Row> add(
            SparkSession session,
            TrainedModel model,
            SourceConf source,
            StructType added,
            Scoring<S> scoring,
            Columns<S> columns) {
        var rows = new Sources(session).open(source, "source").drop(Sources.CORRUPT);
        var schema = with(rows, added);
        int width = rows.columns().length;
        int more = added.length();
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        var scored =
                rows.withColumn("unroll.sequence", SourceColumns.sequence(rows, source, "source"))
                        .toJavaRDD()
                        .mapPartitions(
                                some ->
                                        new Predictions<>(shipped.value(), columns, width, more)
                                                .rows(some, scoring));
        return session.createDataFrame(scored, schema);
    }

    /** Scores texts one by one. */
    interface Texts extends Serializable {
        Function<String, Object[]> of(TrainedModel model);
    }

    /** The same where a row is scored by itself, from its text; a row without one gets null. */
    static Dataset<Row> addRowByRow(
            SparkSession session,
            TrainedModel model,
            SourceConf source,
            StructType added,
            Texts texts) {
        var rows = new Sources(session).open(source, "source").drop(Sources.CORRUPT);
        var schema = with(rows, added);
        int width = rows.columns().length;
        int more = added.length();
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        var scored =
                rows.withColumn("unroll.text", SourceColumns.text(rows, source, "source"))
                        .toJavaRDD()
                        .mapPartitions(
                                some -> {
                                    var scoring = texts.of(shipped.value());
                                    return rows(some, width, more, scoring);
                                });
        return session.createDataFrame(scored, schema);
    }

    private static Iterator<Row> rows(
            Iterator<Row> rows, int width, int added, Function<String, Object[]> scoring) {
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return rows.hasNext();
            }

            @Override
            public Row next() {
                var row = rows.next();
                boolean text = !row.isNullAt(width) && !row.getString(width).isBlank();
                return row(row, text ? scoring.apply(row.getString(width)) : null, width, added);
            }
        };
    }

    private Iterator<Row> rows(Iterator<Row> rows, Scoring<S> scoring) {
        var scored =
                new Windows<>(
                        rows,
                        this::example,
                        examples -> scoring.of(scorer, examples),
                        model.codec().labels().size());
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return scored.hasNext();
            }

            @Override
            public Row next() {
                var next = scored.next();
                var scores = next.scores();
                return row(
                        next.item(),
                        scores != null ? columns.of(model, scores) : null,
                        width,
                        added);
            }
        };
    }

    private static StructType with(Dataset<Row> rows, StructType added) {
        var schema = rows.schema();
        for (var field : added.fields()) {
            if (Arrays.stream(rows.columns()).anyMatch(field.name()::equalsIgnoreCase)) {
                throw new DataException(
                        "source: there is a column "
                                + field.name()
                                + " already, which scoring would add: rename it");
            }
            schema = schema.add(field);
        }
        return schema;
    }

    /** Null where there is nothing to score. */
    private Example example(Row row) {
        if (row.isNullAt(width)) {
            return null;
        }
        var codec = model.codec();
        if (codec.words()) {
            return scorer.encode(row.getString(width));
        }
        var vectors = StepVectors.sequence(row.get(width));
        return vectors.wrong() == null
                        && vectors.width() == codec.inputs().columns()
                        && codec.inputs().fits(vectors.numbers())
                ? Example.vectors(codec.inputs().encode(vectors.numbers()))
                : null;
    }

    /**
     * @param more values of the added columns; null where all of them are
     */
    private static Row row(Row row, Object[] more, int width, int added) {
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
