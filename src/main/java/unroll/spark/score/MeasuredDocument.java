package unroll.spark.score;

import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.measure.Measures;
import unroll.spark.prepare.Document;
import unroll.spark.prepare.Rejections;
import unroll.spark.source.Sources;
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
                        new Sources(session).document(rows.source(), rows.key()).toJavaRDD(),
                        conf,
                        rows.key() + ": " + rows.source().path());
        document.reject(rows.part(), rejections);
        if (document.rows() == 0) {
            document.close();
        }
        rows.requireSome(document.rows(), "measure on");
        return document;
    }

    /** Measures a model on a document, in as many pieces as it was trained on. */
    static Measures measure(
            SparkSession session, TrainedModel model, MeasuredRows rows, Rejections rejections) {
        try (var document = read(session, model.conf(), rows, rejections)) {
            int shards = model.conf().data().shards();
            var vocabulary = model.codec().vocabulary();
            var pieces = document.split(model.codec().merges());
            return Measurement.of(pieces.pieces(0, pieces.rows(), vocabulary, shards), model);
        }
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
            var codec = model.codec();
            var sample =
                    document.split(codec.merges()).pieces(0, some, codec.vocabulary(), 1).first();
            rows.requireSome(sample.examples(), "look at, with a word and its end");
            return sample;
        }
    }
}
