package unroll.spark.score;

import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.spark.prepare.Rejections;
import unroll.spark.source.Sources;
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
     * Opens the source with columns of sequences, targets and corrupt records.
     *
     * @throws DataException if there is nothing to read, or a column is missing
     */
    Dataset<Row> open(SparkSession session, Configuration conf) {
        var kind = Tasks.kind(conf.task());
        var sources = new Sources(session);
        return kind.readsDocument()
                ? sources.document(source, key)
                : sources.examples(source, key, kind.target(conf, source));
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
                    "%s: there is no row to %s in %s".formatted(key, use, source.path()));
        }
    }

    /** Reads a source to its end without a model, so that bad rows are found before training. */
    public void check(
            SparkSession session, Configuration conf, Codec known, Rejections rejections) {
        if (Tasks.kind(conf.task()).readsDocument()) {
            MeasuredDocument.read(session, conf, this, rejections).close();
        } else {
            RowCheck.all(session, conf, known, this, rejections);
        }
    }
}
