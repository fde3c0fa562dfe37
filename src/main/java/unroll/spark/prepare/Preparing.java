package unroll.spark.prepare;

import java.util.List;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.encode.Codec;
import unroll.encode.WordCount;
import unroll.task.registry.Tasks;

/** From a task's sources to cached shards. Opened, the sources have been read once. */
public interface Preparing extends AutoCloseable {
    /**
     * Reads and surveys the training and validation sources.
     *
     * @param rejections where bad rows go
     * @param notes takes what the user should know
     * @throws unroll.data.DataException when input is missing or too much of it is bad
     */
    static Preparing open(
            SparkSession session,
            Configuration conf,
            Rejections rejections,
            Consumer<String> notes) {
        return Tasks.kind(conf.task()).readsDocument()
                ? new DocumentPreparation(session, conf, rejections)
                : new Preparation(session, conf, rejections, notes);
    }

    /** Stands for the training and validation examples, whatever their order and files. */
    String fingerprint();

    /** What the training part says of other rows: labels, widths and scales, but no words. */
    Codec known();

    /** Batches that the training part makes in an epoch if it is one shard, about. */
    long batches();

    /** The words of the vocabulary with their counts, most frequent first. */
    List<WordCount> words();

    /**
     * Encodes and caches.
     *
     * @param words as {@link #words} gives them
     */
    Prepared shards(int number, List<WordCount> words);

    /** Both at once. */
    default Prepared shards(int number) {
        return shards(number, words());
    }

    @Override
    void close();
}
