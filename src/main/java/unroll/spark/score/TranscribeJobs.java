package unroll.spark.score;

import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.SourceConf;
import unroll.measure.Measures;
import unroll.message.Plural;
import unroll.spark.prepare.Prepared;
import unroll.spark.prepare.Rejections;
import unroll.task.TrainedModel;
import unroll.task.Transcribe;

/** Labels for each row, as many as it has. Scoring adds the column {@code prediction}, an array. */
final class TranscribeJobs implements TaskJobs {
    private static final StructType ADDED =
            new StructType()
                    .add("prediction", DataTypes.createArrayType(DataTypes.StringType, false));

    @Override
    public String found(Prepared prepared) {
        return TaskJobs.steps(prepared)
                + ", "
                + Plural.of(prepared.codec().labels().size(), "label");
    }

    @Override
    public Measures measure(
            SparkSession session, TrainedModel model, Rows rows, Rejections rejections) {
        TaskJobs.requireNoSteps(rows.steps(), "one that transcribes");
        return Measurement.of(rows(session, model.conf(), rows), model, rows, rejections);
    }

    @Override
    public Predicted predict(
            SparkSession session, TrainedModel model, SourceConf source, int steps) {
        TaskJobs.requireNoSteps(steps, "one that transcribes");
        int labels = model.codec().labels().size();
        return Predictions.<int[]>add(
                session,
                model,
                source,
                ADDED,
                (scorer, examples) ->
                        scorer.scoreSteps(
                                examples, (i, scores) -> Transcribe.bestPath(scores, labels)),
                TranscribeJobs::columns);
    }

    private static Object[] columns(TrainedModel model, int[] found) {
        return new Object[] {model.codec().labels(found).toArray(new String[0])};
    }

    @Override
    public String predictExample(SourceConf train) {
        return train.words() ? "--text \"...\"" : "DATA --output PATH";
    }
}
