package unroll.spark.prepare;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.encode.Codec;
import unroll.task.registry.Tasks;

/**
 * Prepares a task's sources as cached shards. When it has been opened, the sources have been read
 * once.
 */
public interface Preparation extends AutoCloseable {
    /**
     * Reads and surveys the training and validation sources.
     *
     * @param rejections accounts for rejected rows
     * @param notes receives messages for the user
     * @throws unroll.data.DataException if input is missing or too many rows are rejected
     */
    static Preparation open(
            SparkSession session,
            Configuration conf,
            Rejections rejections,
            Consumer<String> notes) {
        return Tasks.kind(conf.task()).readsDocument()
                ? new DocumentPreparation(session, conf, rejections)
                : new ExamplePreparation(session, conf, rejections, notes);
    }

    /**
     * Returns a fingerprint of the training and validation examples, independent of their order and
     * files.
     */
    String fingerprint();

    /** Returns the codec of the training set without its words: labels, widths and scales. */
    Codec known();

    /** Returns the approximate number of batches of an epoch if the training set is one shard. */
    long batches();

    /**
     * Returns the words of the vocabulary.
     *
     * @param kept words that are in it however rare they are, at most {@code text.vocabulary}
     */
    KnownWords words(List<String> kept);

    /** Returns the words that are frequent enough. */
    default KnownWords words() {
        return words(List.of());
    }

    /**
     * Encodes and caches the examples.
     *
     * @param words as {@link #words(List)} returns them
     */
    PreparedData shards(int number, KnownWords words);

    /** Encodes and caches the examples with all words of the vocabulary. */
    default PreparedData shards(int number) {
        return shards(number, words());
    }

    @Override
    void close();
}
