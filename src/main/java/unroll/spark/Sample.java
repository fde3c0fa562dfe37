package unroll.spark;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import unroll.conf.Configuration;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.DataException;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.task.Codec;
import unroll.task.Tasks;
import unroll.task.TrainedModel;

/** Some labelled rows of a source, on the driver: a choice that only content and seed decide. */
final class Sample {
    private Sample() {}

    /**
     * The first rows by the hash of their content, in that order.
     *
     * @param most examples
     * @throws DataException when input is missing, too much of it is bad, or no row is left
     */
    static Shard of(
            SparkSession session,
            TrainedModel model,
            TaskJobs.Rows from,
            int most,
            Rejections rejections) {
        var conf = model.conf();
        var columns = Preparation.columns(conf, from.source());
        long seed = conf.run().seed();
        var codec =
                JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(model.codec());
        var rows =
                TaskJobs.of(conf.task())
                        .rows(session, conf, from)
                        .toJavaRDD()
                        .mapPartitions(some -> entries(some, columns, codec.value(), seed))
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            var rejected = rows.filter(row -> row._1() != null).map(Tuple2::_1);
            var good = rows.filter(row -> row._2() != null).map(Tuple2::_2);
            long count = good.count();
            rejections.add(
                    from.part(), rejected.map(Rejected::reason).countByValue(), count, rejected);
            if (count == 0) {
                throw new DataException(
                        from.key() + ": there is no row to look at in " + from.source().path());
            }
            return shard(good.takeOrdered(most), conf, model.codec());
        } finally {
            rows.unpersist(false);
            codec.destroy();
        }
    }

    private static Iterator<Tuple2<Rejected, Entry>> entries(
            Iterator<Row> rows, RowReader.Columns columns, Codec codec, long seed) {
        var reader = new RowReader(columns);
        var vocabulary = codec.vocabulary();
        Function<List<String>, Example> words =
                some -> Example.words(some.stream().mapToInt(vocabulary::id).toArray());
        var entries = new ArrayList<Tuple2<Rejected, Entry>>();
        while (rows.hasNext()) {
            var row = LabelledRow.read(rows.next(), reader, codec, words);
            entries.add(
                    row.rejected() != null
                            ? new Tuple2<>(row.rejected(), null)
                            : new Tuple2<>(
                                    null,
                                    new Entry(
                                            reader.hash(seed),
                                            row.example().withClass(row.target()))));
        }
        return entries.iterator();
    }

    private static Shard shard(List<Entry> entries, Configuration conf, Codec codec) {
        var blocks = new ArrayList<Block>();
        BlockBuilder.blocks(
                        Tasks.shape(conf, codec), entries.stream().map(Entry::example).iterator())
                .forEachRemaining(blocks::add);
        return new Shard(0, blocks);
    }
}
