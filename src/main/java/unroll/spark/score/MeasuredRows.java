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
 * @param key where the source is named, for messages
 * @param part how rejections name it
 * @param steps last steps of each sequence that a forecast of next steps must find by itself; 0
 *     where it is given every step before the one to find
 */
public record MeasuredRows(SourceConf source, String key, String part, int steps) {
    /**
     * Opens the source, as sequences, targets and corrupt records.
     *
     * @throws DataException when there is nothing to read, or a column is absent
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
     * @throws DataException when there are none
     */
    void requireSome(long good, String use) {
        if (good == 0) {
            throw new DataException(
                    "%s: there is no row to %s in %s".formatted(key, use, source.path()));
        }
    }

    /** Reads a source to its end without a model, so that bad rows show before training. */
    public void check(
            SparkSession session, Configuration conf, Codec known, Rejections rejections) {
        if (Tasks.kind(conf.task()).readsDocument()) {
            MeasuredDocument.read(session, conf, this, rejections).close();
        } else {
            RowCheck.all(session, conf, known, this, rejections);
        }
    }
}
