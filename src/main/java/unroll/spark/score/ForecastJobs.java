package unroll.spark.score;

import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.encode.Codec;
import unroll.encode.Encoding;
import unroll.encode.Reason;
import unroll.measure.Measures;
import unroll.spark.prepare.Prepared;
import unroll.spark.prepare.Rejections;
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
    public RowCheck rowCheck(Configuration conf, Codec known, int steps) {
        if (known.targets().columns() > 0) {
            return TaskJobs.super.rowCheck(conf, known, steps);
        }
        int least = (Math.max(1, steps) + conf.model().washout()) * known.inputs().columns();
        return (row, reader) -> {
            var wrong = Encoding.read(row, reader, known);
            return wrong != null || reader.vectors().length > least
                    ? wrong
                    : reader.rejected(Reason.TOO_SHORT);
        };
    }

    @Override
    public Measures measure(
            SparkSession session, TrainedModel model, Rows rows, Rejections rejections) {
        if (model.codec().targets().columns() > 0) {
            TaskJobs.requireNoSteps(rows.steps(), "one with a target column");
        }
        return Measurement.of(rows(session, model.conf(), rows), model, rows, rejections);
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
