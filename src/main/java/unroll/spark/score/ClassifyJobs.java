package unroll.spark.score;

import java.util.LinkedHashMap;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.encode.Weights;
import unroll.measure.Argmax;
import unroll.measure.Measures;
import unroll.message.Plural;
import unroll.spark.prepare.Prepared;
import unroll.spark.prepare.Rejections;
import unroll.task.Scorer;
import unroll.task.Task;
import unroll.task.Tasks;
import unroll.task.TrainedModel;

/**
 * A class for each row. Scoring adds the columns {@code prediction} (the label) and {@code
 * probabilities} (a map from labels to numbers).
 */
final class ClassifyJobs implements TaskJobs {
    private static final StructType ADDED =
            new StructType()
                    .add("prediction", DataTypes.StringType)
                    .add(
                            "probabilities",
                            DataTypes.createMapType(
                                    DataTypes.StringType, DataTypes.FloatType, false));

    @Override
    public Task task(Configuration conf, Prepared prepared) {
        var weights =
                Weights.of(
                        conf.training().classWeights(),
                        prepared.codec().labels(),
                        prepared.classCounts());
        return Tasks.of(conf, prepared.codec(), weights);
    }

    @Override
    public String found(Prepared prepared) {
        return TaskJobs.steps(prepared)
                + ", "
                + Plural.of(prepared.codec().labels().size(), "class");
    }

    @Override
    public Measures measure(
            SparkSession session, TrainedModel model, Rows rows, Rejections rejections) {
        TaskJobs.requireNoSteps(rows.steps(), "a classifier");
        return Measurement.of(rows(session, model.conf(), rows), model, rows, rejections);
    }

    @Override
    public Predicted predict(
            SparkSession session, TrainedModel model, SourceConf source, int steps) {
        TaskJobs.requireNoSteps(steps, "a classifier");
        return Predictions.add(session, model, source, ADDED, Scorer::score, ClassifyJobs::columns);
    }

    private static Object[] columns(TrainedModel model, float[] probabilities) {
        var labels = model.codec().labels();
        var byLabel = new LinkedHashMap<String, Float>();
        for (int k = 0; k < probabilities.length; k++) {
            byLabel.put(labels.get(k), probabilities[k]);
        }
        return new Object[] {
            labels.get(Argmax.of(probabilities)),
            scala.jdk.javaapi.CollectionConverters.asScala(byLabel)
        };
    }

    @Override
    public String predictExample(SourceConf train) {
        return train.words() ? "--text \"...\"" : "DATA --output PATH";
    }
}
