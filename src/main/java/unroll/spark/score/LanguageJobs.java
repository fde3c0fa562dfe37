package unroll.spark.score;

import java.util.function.Consumer;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.measure.Measures;
import unroll.spark.prepare.Document;
import unroll.spark.prepare.DocumentPreparation;
import unroll.spark.prepare.Prepared;
import unroll.spark.prepare.Preparing;
import unroll.spark.prepare.Rejections;
import unroll.spark.source.Sources;
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
        return new DocumentPreparation(session, conf, rejections);
    }

    @Override
    public String found(Prepared prepared) {
        return TaskJobs.steps(prepared);
    }

    @Override
    public Dataset<Row> rows(SparkSession session, Configuration conf, Rows rows) {
        return new Sources(session).document(rows.source(), rows.key());
    }

    @Override
    public Measures measure(
            SparkSession session, TrainedModel model, Rows rows, Rejections rejections) {
        TaskJobs.requireNoSteps(rows.steps(), "a language model");
        try (var document = read(session, model.conf(), rows, rejections)) {
            return measure(
                    document.pieces(
                            0,
                            document.rows(),
                            model.codec().vocabulary(),
                            model.conf().data().shards()),
                    model);
        }
    }

    @Override
    public void check(
            SparkSession session,
            Configuration conf,
            Codec known,
            Rows rows,
            Rejections rejections) {
        read(session, conf, rows, rejections).close();
    }

    /** The first rows of a document, whose order says more than any choice. */
    @Override
    public Shard sample(
            SparkSession session, TrainedModel model, Rows rows, int most, Rejections rejections) {
        try (var document = read(session, model.conf(), rows, rejections)) {
            long some = Math.min(most, document.rows());
            var sample = document.pieces(0, some, model.codec().vocabulary(), 1).first();
            if (sample.examples() == 0) {
                throw nothing("look at: a row with a word and its end is the least", rows);
            }
            return sample;
        }
    }

    /** At least one row. */
    private Document read(
            SparkSession session, Configuration conf, Rows rows, Rejections rejections) {
        var document =
                Document.read(
                        rows(session, conf, rows).toJavaRDD(),
                        conf,
                        rows.key() + ": " + rows.source().path());
        document.reject(rows.part(), rejections);
        if (document.rows() == 0) {
            document.close();
            throw nothing("measure on", rows);
        }
        return document;
    }

    private static DataException nothing(String forWhat, Rows rows) {
        return new DataException(
                "%s: there is no row to %s, in %s"
                        .formatted(rows.key(), forWhat, rows.source().path()));
    }

    @Override
    public Predicted predict(
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
