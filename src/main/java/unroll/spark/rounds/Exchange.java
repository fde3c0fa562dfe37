package unroll.spark.rounds;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaPairRDD;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.function.FlatMapFunction;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.rdd.ShuffledRDD;
import org.apache.spark.serializer.JavaSerializer;
import org.apache.spark.util.TaskCompletionListener;
import scala.Tuple2;
import scala.reflect.ClassTag;
import scala.reflect.ClassTag$;
import unroll.data.Shard;
import unroll.train.merge.PartMean;
import unroll.train.worker.Part;
import unroll.train.worker.RoundId;
import unroll.train.worker.Snapshot;
import unroll.train.worker.Update;

/**
 * Training whose updates are exchanged in parts: each part is merged by one task, which sorts the
 * updates by shard. Neither a worker nor the driver holds a whole update.
 */
final class Exchange {
    private Exchange() {}

    /** Returns the means of a round's updates, one part in each partition. */
    static JavaRDD<PartMean> means(
            JavaRDD<Shard> training,
            SharedSpec spec,
            Broadcast<Snapshot> start,
            RoundId round,
            List<Part> parts) {
        var updates = training.mapPartitionsToPair(new Train(spec, start, round, parts));
        var exchanged =
                new ShuffledRDD<Integer, Tuple2<Integer, Update>, Tuple2<Integer, Update>>(
                        updates.rdd(), new HashPartitioner(parts.size()), tag(), tag(), tag());
        // A stream of Java's serialisation keeps what it has written, until it is reset.
        var conf = training.context().getConf().set("spark.serializer.objectStreamReset", "1");
        exchanged.setSerializer(new JavaSerializer(conf));
        return JavaPairRDD.fromRDD(exchanged, Exchange.<Integer>tag(), tag())
                .mapPartitions(new MergePart(spec, round, parts));
    }

    private static <T> ClassTag<T> tag() {
        return ClassTag$.MODULE$.apply(Object.class);
    }

    /** Trains on a shard; gives the number of each part with the shard's number and its update. */
    private record Train(
            SharedSpec spec, Broadcast<Snapshot> start, RoundId round, List<Part> parts)
            implements PairFlatMapFunction<Iterator<Shard>, Integer, Tuple2<Integer, Update>> {
        @Override
        public Iterator<Tuple2<Integer, Tuple2<Integer, Update>>> call(Iterator<Shard> shards) {
            var shard = shards.next();
            var updates = spec.get().train(start.value(), shard, round, parts);
            TaskCompletionListener close = context -> updates.close();
            TaskContext.get().addTaskCompletionListener(close);
            return IntStream.range(0, parts.size())
                    .mapToObj(i -> new Tuple2<>(i, new Tuple2<>(shard.number(), updates.next())))
                    .iterator();
        }
    }

    /** Merges the updates of one part. */
    private record MergePart(SharedSpec spec, RoundId round, List<Part> parts)
            implements FlatMapFunction<
                    Iterator<Tuple2<Integer, Tuple2<Integer, Update>>>, PartMean> {
        @Override
        public Iterator<PartMean> call(Iterator<Tuple2<Integer, Tuple2<Integer, Update>>> arrived) {
            var updates = new ArrayList<Tuple2<Integer, Update>>();
            arrived.forEachRemaining(update -> updates.add(update._2()));
            updates.sort(Comparator.comparing(Tuple2::_1));
            var merge = spec.get().merge(parts.get(TaskContext.getPartitionId()), round);
            updates.forEach(update -> merge.add(update._2()));
            return List.of(merge.mean()).iterator();
        }
    }
}
