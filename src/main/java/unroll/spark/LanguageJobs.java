package unroll.spark;

import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.task.Evaluation;
import unroll.task.Reader;
import unroll.task.TrainedModel;

/**
 * The next word of a document. Scoring adds, for each row by itself, the columns {@code
 * logProbability} (of the row and its end, in nats) and {@code perplexity}.
 */
final class LanguageJobs implements TaskJobs {
    private static final StructType ADDED =
            new StructType()
                    .add("logProbability", DataTypes.DoubleType)
                    .add("perplexity", DataTypes.DoubleType);

    @Override
    public Preparing prepare(
            SparkSession session,
            Configuration conf,
            Rejections rejections,
            Consumer<String> notes) {
        return new DocumentPreparation(session, conf, rejections, notes);
    }

    @Override
    public String found(Prepared prepared) {
        return String.format(Locale.ROOT, "%,d words", prepared.codec().vocabulary().size());
    }

    @Override
    public Dataset<Row> rows(SparkSession session, Configuration conf, Rows rows) {
        return new Sources(session).document(rows.source(), rows.key());
    }

    @Override
    public Measures measure(
            SparkSession session, TrainedModel model, Rows rows, Rejections rejections) {
        TaskJobs.requireNoSteps(rows.steps(), "a language model");
        var document = Document.read(rows(session, model.conf(), rows).toJavaRDD(), model.conf());
        try {
            document.reject(rows.part(), rejections);
            var shards =
                    document.pieces(0, document.rows(), model.codec().vocabulary(), model.conf());
            if (document.rows() == 0) {
                throw new DataException(
                        rows.key() + ": there is no row to measure on in " + rows.source().path());
            }
            return measure(shards, model);
        } finally {
            document.close();
        }
    }

    @Override
    public Measures measure(JavaRDD<Shard> shards, TrainedModel model) {
        var shipped = JavaSparkContext.fromSparkContext(shards.context()).broadcast(model);
        try {
            var sum = new Evaluation();
            // By piece, in their order: sums of doubles.
            List<Evaluation> pieces =
                    shards.map(shard -> new Reader(shipped.value()).measure(shard)).collect();
            pieces.forEach(sum::add);
            return new MeasuredWords(sum.terms(), sum.loss());
        } finally {
            shipped.destroy();
        }
    }

    @Override
    public Dataset<Row> predict(
            SparkSession session, TrainedModel model, SourceConf source, int steps) {
        TaskJobs.requireNoSteps(steps, "a language model, which goes on from --text only");
        return Predictions.addRowByRow(
                session,
                model,
                source,
                ADDED,
                trained -> {
                    var reader = new Reader(trained);
                    return text -> {
                        var measured = reader.measure(text);
                        return new Object[] {
                            -measured.loss() * measured.terms(), StrictMath.exp(measured.loss())
                        };
                    };
                });
    }

    @Override
    public String predictExample(SourceConf train) {
        return "--text \"...\" --steps 20";
    }
}
