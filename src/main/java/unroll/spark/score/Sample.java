package unroll.spark.score;

import java.util.ArrayList;
import java.util.Iterator;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.storage.StorageLevel;
import scala.Tuple2;
import unroll.data.Shard;
import unroll.encode.Encoding;
import unroll.encode.Entry;
import unroll.encode.row.RawRecord;
import unroll.encode.row.RecordReader;
import unroll.encode.row.Rejected;
import unroll.spark.prepare.ExamplePreparation;
import unroll.spark.prepare.Rejections;
import unroll.task.TrainedModel;

/**
 * A sample of a source's rows with their targets, on the driver; it depends only on content and
 * seed.
 */
final class Sample {
    private Sample() {}

    /**
     * Returns the first rows by the hash of their content, in that order.
     *
     * @param most maximum number of examples
     * @throws DataException if input is missing, too many rows are rejected, or none is left
     */
    static Shard of(
            SparkSession session,
            TrainedModel model,
            MeasuredRows from,
            int most,
            Rejections rejections) {
        var conf = model.conf();
        var columns = ExamplePreparation.columns(conf, from.source());
        long seed = conf.run().seed();
        var encoding = new Encoding(model.codec(), model.task().schema(), conf.model());
        var shipped = JavaSparkContext.fromSparkContext(session.sparkContext()).broadcast(encoding);
        var rows =
                from.open(session, conf)
                        .mapPartitions(some -> entries(some, columns, shipped.value(), seed))
                        .setName("sample")
                        .persist(StorageLevel.MEMORY_AND_DISK());
        try {
            var rejected = rows.filter(row -> row._1() != null).map(Tuple2::_1);
            var good = rows.filter(row -> row._2() != null).map(Tuple2::_2);
            long count = good.count();
            rejections.add(
                    from.part(), rejected.map(Rejected::reason).countByValue(), count, rejected);
            from.requireSome(count, "look at");
            return encoding.shard(0, good.takeOrdered(most).iterator());
        } finally {
            rows.unpersist(false);
            shipped.destroy();
        }
    }

    private static Iterator<Tuple2<Rejected, Entry>> entries(
            Iterator<RawRecord> records,
            RecordReader.Columns columns,
            Encoding encoding,
            long seed) {
        var reader = new RecordReader(columns);
        var entries = new ArrayList<Tuple2<Rejected, Entry>>();
        while (records.hasNext()) {
            var wrong = encoding.read(records.next(), reader);
            entries.add(new Tuple2<>(wrong, wrong == null ? encoding.entry(reader, seed) : null));
        }
        return entries.iterator();
    }
}
