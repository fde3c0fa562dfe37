package unroll.spark;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.Shard;
import unroll.task.Codec;
import unroll.task.TrainedModel;

/**
 * Numbers for each row. Scoring adds the column {@code prediction}: a number (or chance), an array
 * where the target is one, and of a forecast of next steps an array with an element for each step.
 */
final class ForecastJobs implements TaskJobs {
    @Override
    public String found(Prepared prepared) {
        int targets = prepared.codec().targets().columns();
        var what = targets == 0 ? "the next step" : String.format(Locale.ROOT, "%,d", targets);
        return TaskJobs.steps(prepared) + ", " + what + " to forecast";
    }

    @Override
    public RowCheck rowCheck(Configuration conf, Codec known) {
        return (row, reader) -> Forecasted.wrong(row, reader, conf, known, 0);
    }

    @Override
    public Measures measure(
            SparkSession session, TrainedModel model, Rows rows, Rejections rejections) {
        if (model.codec().targets().columns() > 0) {
            TaskJobs.requireNoSteps(rows.steps(), "one with a target column");
        }
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model);
        var columns = Preparation.columns(model.conf(), rows.source());
        int steps = rows.steps();
        try {
            var forecast =
                    rows(session, model.conf(), rows)
                            .toJavaRDD()
                            .mapPartitions(
                                    some -> Forecasted.of(some, columns, shipped.value(), steps));
            return Tallied.measure(forecast, tally(model), rows, rejections);
        } finally {
            shipped.destroy();
        }
    }

    @Override
    public Measures measure(JavaRDD<Shard> shards, TrainedModel model) {
        var shipped = JavaSparkContext.fromSparkContext(shards.context()).broadcast(model);
        try {
            var forecast = shards.flatMap(shard -> Forecasted.of(shard, shipped.value()));
            return Tallied.measure(forecast, tally(model));
        } finally {
            shipped.destroy();
        }
    }

    private static Tallied.None<Forecasted> tally(TrainedModel model) {
        return model.conf().training().chances() ? ChanceTally::new : NumberTally::new;
    }

    @Override
    public Predicted predict(
            SparkSession session, TrainedModel model, SourceConf source, int steps) {
        boolean next = model.codec().targets().columns() == 0;
        int width = model.codec().values().columns();
        if (!next) {
            TaskJobs.requireNoSteps(steps, "one with a target column");
        }
        var number = DataTypes.DoubleType;
        var value = width == 1 ? number : DataTypes.createArrayType(number, false);
        var type = next ? DataTypes.createArrayType(value, false) : value;
        return Predictions.add(
                session,
                model,
                source,
                new StructType().add("prediction", type),
                (scorer, examples) -> scorer.freeRun(examples, Math.max(1, steps)),
                (of, scores) -> {
                    var values = of.codec().values().decode(scores);
                    return new Object[] {next ? byStep(values, width) : value(values, 0, width)};
                });
    }

    private static Object byStep(double[] values, int width) {
        return scala(
                IntStream.range(0, values.length / width)
                        .mapToObj(step -> value(values, step * width, width))
                        .toList());
    }

    private static Object value(double[] values, int at, int width) {
        return width == 1
                ? (Object) values[at]
                : scala(IntStream.range(at, at + width).mapToObj(k -> (Object) values[k]).toList());
    }

    private static Object scala(List<Object> values) {
        return scala.jdk.javaapi.CollectionConverters.asScala(values).toSeq();
    }

    @Override
    public String predictExample(SourceConf train) {
        if (train.words()) {
            return "--text \"...\"";
        }
        return train.target().isEmpty() ? "DATA --output PATH --steps 10" : "DATA --output PATH";
    }
}
