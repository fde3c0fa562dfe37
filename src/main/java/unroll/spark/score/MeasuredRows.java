package unroll.spark.score;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.row.RawRecord;
import unroll.measure.Measures;
import unroll.spark.prepare.Rejections;
import unroll.spark.source.Sources;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;

/**
 * Rows with targets, on which a model is measured.
 *
 * @param key of the source, for messages
 * @param part its name in rejections
 * @param steps number of last steps of each sequence that a forecast predicts from its own outputs;
 *     0 if it always reads the true steps
 */
public record MeasuredRows(SourceConf source, String key, String part, int steps) {
    /**
     * Reads a source to its end without a model, so that bad rows show before training.
     *
     * @throws DataException if input is missing, too much of it is bad, or no row is left
     */
    public void check(
            SparkSession session, Configuration conf, Codec known, Rejections rejections) {
        if (document(conf)) {
            MeasuredDocument.read(session, conf, this, rejections).close();
        } else {
            RowCheck.all(session, conf, known, this, rejections);
        }
    }

    /**
     * Measures a model.
     *
     * @throws DataException if input is missing, too much of it is bad, or no row is left
     */
    public Measures measure(SparkSession session, TrainedModel model, Rejections rejections) {
        model.task().requireSteps(steps);
        return document(model.conf())
                ? MeasuredDocument.measure(session, model, this, rejections)
                : Measurement.of(session, model, this, rejections);
    }

    /**
     * Returns some rows on the driver: the first by the hash of their content, in that order, or
     * the first of a document. Only content and seed decide which.
     *
     * @param most rows
     * @throws DataException if input is missing, too much of it is bad, or no row is left
     */
    public Shard sample(SparkSession session, TrainedModel model, int most, Rejections rejections) {
        return document(model.conf())
                ? MeasuredDocument.sample(session, model, this, most, rejections)
                : Sample.of(session, model, this, most, rejections);
    }

    private static boolean document(Configuration conf) {
        return Tasks.kind(conf.task()).readsDocument();
    }

    /** Returns the same with windows of each series before the first, which are not measured. */
    MeasuredRows withHistory(int windows) {
        return new MeasuredRows(source.withHistory(windows), key, part, steps);
    }

    /** Opens the source of examples. */
    JavaRDD<RawRecord> open(SparkSession session, Configuration conf) {
        var target = Tasks.kind(conf.task()).target(conf, source);
        return new Sources(session).records(source, key, target);
    }

    /**
     * Refuses a source without good rows.
     *
     * @param use of the rows, such as {@code measure on}
     * @throws DataException if there are none
     */
    void requireSome(long good, String use) {
        if (good == 0) {
            throw new DataException(
                    "%s: expected at least one good row to %s, got none in %s; give other rows"
                            .formatted(key, use, source.path()));
        }
    }
}
