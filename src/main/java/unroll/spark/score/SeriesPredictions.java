package unroll.spark.score;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.StreamSupport;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.ArrayType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.SourceConf;
import unroll.conf.task.SeriesConf;
import unroll.data.DataException;
import unroll.encode.Encoding;
import unroll.encode.MappedIterator;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RecordReader;
import unroll.encode.row.Rejected;
import unroll.encode.row.RowTarget;
import unroll.encode.row.SeriesFrame;
import unroll.predict.BatchedScoring;
import unroll.spark.source.Sources;
import unroll.task.Predictor;
import unroll.task.TrainedModel;

/**
 * Forecasts of the steps that follow the last one of each series: a row for each step, with the
 * columns that tell series apart, the time of the last row ({@code origin}), the number of the step
 * from 1 on ({@code step}), its time, and an item of each of the prediction's lists.
 */
final class SeriesPredictions {
    private static final String ORIGIN = "origin";
    private static final String STEP = "step";

    private SeriesPredictions() {}

    static Predicted of(SparkSession session, TrainedModel model, SourceConf from) {
        var source = from.cut(SeriesConf.Part.LATEST, 0).withHistory(model.task().history());
        var sources = new Sources(session);
        var predictions = ColumnTypes.schema(model.task().columns(model.codec()));
        var schema = schema(sources.seriesColumns(source, "source"), predictions);
        var columns = new RecordReader.Columns(model.conf().text(), false, RowTarget.NONE, 1);
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        var unscored = new UnscoredRows();
        session.sparkContext().register(unscored, "series that could not be scored");
        var records = sources.records(source, "source", RowTarget.NONE);
        int horizon = source.series().horizon();
        var rows =
                records.mapPartitionsWithIndex(
                        (number, some) -> {
                            var trained = shipped.value();
                            var predictor = trained.task().predictor(trained, 0);
                            var checked =
                                    unscored.counted(
                                            number, check(some, columns, trained, predictor));
                            var scored =
                                    new BatchedScoring<>(
                                            checked, ScorableRow::input, predictor::predict);
                            return flat(scored, horizon);
                        },
                        true);
        var rejected =
                records.mapPartitions(
                                some -> {
                                    var codec = shipped.value().codec();
                                    var reader = new RecordReader(columns);
                                    return new MappedIterator<RawRecord, Rejected>(
                                            some, row -> Encoding.read(row, reader, codec));
                                })
                        .filter(Objects::nonNull);
        return new Predicted(session.createDataFrame(rows, schema), unscored, rejected);
    }

    /**
     * @param series columns that tell series apart, then the time
     * @param predictions columns of lists
     */
    private static StructType schema(StructType series, StructType predictions) {
        var schema = new StructType();
        int last = series.length() - 1;
        var time = series.fields()[last];
        for (int i = 0; i < last; i++) {
            schema = schema.add(series.fields()[i]);
        }
        schema =
                schema.add(ORIGIN, time.dataType(), true)
                        .add(STEP, DataTypes.IntegerType, false)
                        .add(time.name(), time.dataType(), true);
        for (var prediction : predictions.fields()) {
            schema =
                    schema.add(
                            prediction.name(), ((ArrayType) prediction.dataType()).elementType());
        }
        requireDistinct(schema);
        return schema;
    }

    private static void requireDistinct(StructType schema) {
        var names = new HashSet<String>();
        for (var field : schema.fields()) {
            if (!names.add(field.name().toLowerCase(Locale.ROOT))) {
                throw new DataException(
                        "source: two columns of the forecasts would be called %s: rename the source's"
                                .formatted(field.name()));
            }
        }
    }

    private static Iterator<ScorableRow> check(
            Iterator<RawRecord> records,
            RecordReader.Columns columns,
            TrainedModel model,
            Predictor predictor) {
        var reader = new RecordReader(columns);
        return new MappedIterator<>(
                records,
                record -> ScorableRow.read(null, record, reader, model.codec(), predictor::encode));
    }

    private static Iterator<Row> flat(BatchedScoring<ScorableRow, Object[]> rows, int horizon) {
        Iterable<BatchedScoring.Scored<ScorableRow, Object[]>> all = () -> rows;
        return StreamSupport.stream(all.spliterator(), false)
                .filter(scored -> scored.scores() != null)
                .filter(scored -> !scored.item().input().history())
                .flatMap(
                        scored ->
                                rows(scored.item().input().frame(), scored.scores(), horizon)
                                        .stream())
                .iterator();
    }

    private static List<Row> rows(SeriesFrame frame, Object[] predictions, int horizon) {
        var rows = new ArrayList<Row>();
        for (int step = 0; step < horizon; step++) {
            var values = new ArrayList<Object>(frame.keys());
            values.add(frame.origin());
            values.add(step + 1);
            values.add(frame.times().get(step));
            for (var prediction : predictions) {
                values.add(((List<?>) prediction).get(step));
            }
            rows.add(RowFactory.create(values.toArray()));
        }
        return rows;
    }
}
