package unroll.spark.score;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.spark.prepare.Document;
import unroll.spark.prepare.Rejections;
import unroll.task.TrainedModel;

/** Documents on which a model is measured. */
final class MeasuredDocument {
    private MeasuredDocument() {}

    /**
     * Reads a document of at least one row.
     *
     * @throws unroll.data.DataException if input is missing, too many rows are rejected, or none is
     *     left
     */
    static Document read(
            SparkSession session, Configuration conf, MeasuredRows rows, Rejections rejections) {
        var document =
                Document.read(
                        rows.open(session, conf).toJavaRDD(),
                        conf,
                        rows.key() + ": " + rows.source().path());
        document.reject(rows.part(), rejections);
        if (document.rows() == 0) {
            document.close();
        }
        rows.requireSome(document.rows(), "measure on");
        return document;
    }

    /** Splits a document into as many pieces as the model was trained on. */
    static JavaRDD<Shard> pieces(Document document, TrainedModel model) {
        return document.pieces(
                0, document.rows(), model.codec().vocabulary(), model.conf().data().shards());
    }

    /** Returns the first rows of a document, since a sample must keep their order. */
    static Shard sample(
            SparkSession session,
            TrainedModel model,
            MeasuredRows rows,
            int most,
            Rejections rejections) {
        try (var document = read(session, model.conf(), rows, rejections)) {
            long some = Math.min(most, document.rows());
            var sample = document.pieces(0, some, model.codec().vocabulary(), 1).first();
            rows.requireSome(
                    sample.examples(), "look at: a row with a word and its end is the least,");
            return sample;
        }
    }
}
