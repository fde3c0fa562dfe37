package unroll.spark.prepare;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import unroll.conf.Configuration;
import unroll.conf.DataConf.ValidationConf;
import unroll.data.DataException;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.encode.survey.WordCount;
import unroll.spark.source.Sources;
import unroll.text.BytePairMerges;
import unroll.text.Limit;
import unroll.text.Vocabulary;

/**
 * Prepares a document as cached shards, each a contiguous piece of it. Without a validation source
 * the last rows of the document are for validation.
 */
public final class DocumentPreparation implements Preparation {
    private final Configuration conf;
    private final Document train;
    private final Document validation; // null if it is the end of the training document
    private final long trainRows;

    public DocumentPreparation(SparkSession session, Configuration conf, Rejections rejections) {
        this.conf = conf;
        var sources = new Sources(session);
        train =
                Document.read(
                        sources.document(conf.data().train(), "data.train").toJavaRDD(),
                        conf,
                        "data.train: " + conf.data().train().path());
        train.reject("train", rejections);
        if (conf.data().validation() instanceof ValidationConf.Source other) {
            var rows = sources.document(other.source(), "data.validation").toJavaRDD();
            validation = Document.read(rows, conf, "data.validation: " + other.source().path());
            validation.reject("validation", rejections);
            trainRows = train.rows();
        } else {
            validation = null;
            double share = ((ValidationConf.Share) conf.data().validation()).share();
            trainRows = (long) Math.ceil(train.rows() * (1 - share));
        }
        if (trainRows == 0) {
            close();
            throw new DataException(
                    "data.train: the training set has no rows; expected at least one good row");
        }
    }

    @Override
    public String fingerprint() {
        return train.fingerprint() + (validation == null ? "" : "+" + validation.fingerprint());
    }

    @Override
    public Codec known() {
        return Codec.ofTexts(new Vocabulary(List.of(), conf.text().unknownBuckets()), List.of());
    }

    @Override
    public long batches() {
        long perBatch = (long) conf.training().batch() * conf.bptt().steps();
        return (train.wordsBefore(trainRows) + perBatch - 1) / perBatch;
    }

    @Override
    public PreparedData shards(int number, KnownWords known) {
        var text = conf.text();
        var vocabulary = new Vocabulary(known.words(), text.unknownBuckets());
        var whole = train.split(known.merges());
        var training = cached("training shards", whole.pieces(0, trainRows, vocabulary, number));
        var other = validation == null ? whole : validation.split(known.merges());
        long from = validation == null ? trainRows : 0;
        var validating =
                cached("validation shards", other.pieces(from, other.rows(), vocabulary, number));
        var sizes = ExamplePreparation.sizes(training);
        var validationSizes = ExamplePreparation.sizes(validating);
        close(); // the cached blocks are not needed any more
        return new PreparedData(
                training,
                validating,
                sizes,
                validationSizes,
                0,
                Codec.ofTexts(vocabulary, List.of())
                        .withMerges(known.merges(), BytePairMerges.NONE, Limit.NONE),
                known.counts().stream().map(WordCount::count).toList(),
                List.of());
    }

    private static JavaRDD<Shard> cached(String name, JavaRDD<Shard> shards) {
        return shards.setName(name).persist(StorageLevel.MEMORY_AND_DISK());
    }

    @Override
    public KnownWords words(List<String> kept) {
        return KnownWords.of(kept, train.counts(trainRows), conf.text());
    }

    @Override
    public void close() {
        train.close();
        if (validation != null) {
            validation.close();
        }
    }
}
