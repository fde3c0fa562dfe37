package unroll.spark.rounds;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.spark.FutureAction;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import scala.collection.Iterator;
import scala.jdk.javaapi.CollectionConverters;
import scala.runtime.AbstractFunction0;
import scala.runtime.AbstractFunction1;
import scala.runtime.AbstractFunction2;
import scala.runtime.BoxedUnit;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.spark.JobName;
import unroll.train.InterruptedRunException;
import unroll.train.Rounds;
import unroll.train.WorkerSpec;
import unroll.train.sync.Sync;
import unroll.train.worker.Part;
import unroll.train.worker.RoundId;
import unroll.train.worker.Snapshot;
import unroll.train.worker.State;
import unroll.train.worker.Update;

/**
 * Rounds as Spark jobs with one task for each shard. Results are folded on the driver's thread in
 * the order of their partitions while later ones are still being computed. Large updates are
 * exchanged in parts, and the driver receives only their means. Spark's reducers are not used,
 * because they add in the order of arrival.
 */
public final class SparkRounds implements Rounds {
    private static final long POLL_MILLIS = 100;

    private final JavaSparkContext spark;
    private final WorkerSpec spec;
    private final SharedSpec shared;
    private final JavaRDD<Shard> training;
    private final JavaRDD<Shard> validation;
    private final List<Part> parts;
    private final Sync sync;

    /**
     * @param training one shard in each partition, cached
     * @param validation one shard in each partition, cached; may have no partitions
     * @param parts number of parts in which updates are merged
     */
    public SparkRounds(
            JavaSparkContext spark,
            WorkerSpec spec,
            JavaRDD<Shard> training,
            JavaRDD<Shard> validation,
            int parts) {
        this.spark = spark;
        this.spec = spec;
        shared = new SharedSpec(spark, spec);
        this.training = training;
        this.validation = validation;
        this.parts = Part.cut(spec.task().network().layout(), parts);
        sync = spec.sync();
    }

    @Override
    public int[] batches(int epoch) {
        var batches = new ArrayList<Integer>();
        inOrder(
                "batches of epoch " + (epoch + 1),
                training,
                new Batches(shared, epoch),
                batches::add);
        return batches.stream().mapToInt(Integer::intValue).toArray();
    }

    @Override
    public Trained train(State state, RoundId round) {
        var mean = spec.mean(round);
        Broadcast<Snapshot> start = spark.broadcast(sync.broadcast(state));
        try {
            var description =
                    "epoch %s, round %s of %s"
                            .formatted(round.epoch() + 1, round.round() + 1, round.rounds());
            if (parts.size() == 1) {
                var merge = spec.merge(round);
                inOrder(description, training, new Train(shared, start, round), merge::add);
                mean.set(merge.mean());
            } else {
                var means = Exchange.means(training, shared, start, round, parts);
                inOrder(description, means, new Only<>(), mean::set);
                means.rdd().cleanShuffleDependencies(false);
            }
        } finally {
            start.destroy();
        }
        return new Trained(sync.apply(state, mean, round, this::evaluate), mean.metrics());
    }

    @Override
    public Evaluation evaluate(float[] theta) {
        var evaluation = new Evaluation();
        Broadcast<Snapshot> snapshot = spark.broadcast(Snapshot.of(theta));
        try {
            inOrder("validation", validation, new Evaluate(shared, snapshot), evaluation::add);
        } finally {
            snapshot.destroy();
        }
        return evaluation;
    }

    /** Frees what it sent. Context and cached data belong to the caller. */
    @Override
    public void close() {
        shared.destroy();
    }

    /** Runs work on every partition, and passes on the results in their order, on this thread. */
    private <S, T> void inOrder(
            String description, JavaRDD<S> rdd, Work<S, T> work, Consumer<T> fold) {
        int partitions = rdd.getNumPartitions();
        if (partitions == 0) {
            return;
        }
        var arrived = new LinkedBlockingQueue<Result<T>>();
        FutureAction<BoxedUnit> job =
                JobName.during(
                        spark.sc(),
                        description,
                        () ->
                                spark.sc()
                                        .submitJob(
                                                rdd.rdd(),
                                                work,
                                                CollectionConverters.asScala(numbers(partitions))
                                                        .toSeq(),
                                                new Receive<>(arrived),
                                                new Done()));
        try {
            new Fold<>(partitions, fold).all(arrived, job);
        } finally {
            if (!job.isCompleted()) {
                job.cancel();
            }
        }
    }

    private static List<Object> numbers(int n) {
        var numbers = new ArrayList<Object>();
        for (int i = 0; i < n; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private record Result<T>(int partition, T value) {}

    /** Restores the order of results that arrive in any order. */
    private static final class Fold<T> {
        private final int partitions;
        private final Consumer<T> fold;
        private final HashMap<Integer, T> early = new HashMap<>();
        private int next;

        Fold(int partitions, Consumer<T> fold) {
            this.partitions = partitions;
            this.fold = fold;
        }

        void all(BlockingQueue<Result<T>> arrived, FutureAction<?> job) {
            while (next < partitions) {
                // Checked before the queue: a complete job has delivered everything.
                boolean completed = job.isCompleted();
                var result = poll(arrived, completed ? 0 : POLL_MILLIS);
                if (result != null) {
                    early.put(result.partition(), result.value());
                    while (early.containsKey(next)) {
                        fold.accept(early.remove(next++));
                    }
                } else if (completed) {
                    // Throws the job's exception.
                    job.value().get().get();
                    throw new IllegalStateException("a job ended without all of its results");
                }
            }
        }

        private Result<T> poll(BlockingQueue<Result<T>> arrived, long millis) {
            try {
                return arrived.poll(millis, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedRunException("interrupted in the middle of a round");
            }
        }
    }

    /**
     * The work of a Spark task on the one value of its partition; named classes, so that only their
     * fields are shipped.
     */
    private abstract static class Work<S, T> extends AbstractFunction1<Iterator<S>, T>
            implements Serializable {
        @Override
        public final T apply(Iterator<S> values) {
            return on(values.next());
        }

        abstract T on(S value);
    }

    private static final class Only<T> extends Work<T, T> {
        @Override
        T on(T value) {
            return value;
        }
    }

    private static final class Train extends Work<Shard, Update> {
        private final SharedSpec spec;
        private final Broadcast<Snapshot> start;
        private final RoundId round;

        Train(SharedSpec spec, Broadcast<Snapshot> start, RoundId round) {
            this.spec = spec;
            this.start = start;
            this.round = round;
        }

        @Override
        Update on(Shard shard) {
            return spec.get().train(start.value(), shard, round);
        }
    }

    private static final class Evaluate extends Work<Shard, Evaluation> {
        private final SharedSpec spec;
        private final Broadcast<Snapshot> snapshot;

        Evaluate(SharedSpec spec, Broadcast<Snapshot> snapshot) {
            this.spec = spec;
            this.snapshot = snapshot;
        }

        @Override
        Evaluation on(Shard shard) {
            return spec.get().evaluate(snapshot.value(), shard);
        }
    }

    private static final class Batches extends Work<Shard, Integer> {
        private final SharedSpec spec;
        private final int epoch;

        Batches(SharedSpec spec, int epoch) {
            this.spec = spec;
            this.epoch = epoch;
        }

        @Override
        Integer on(Shard shard) {
            return spec.get().batches(shard, epoch);
        }
    }

    /**
     * Called by Spark's scheduler, which must not be delayed: folding is done on another thread.
     */
    private static final class Receive<T> extends AbstractFunction2<Object, T, BoxedUnit> {
        private final BlockingQueue<Result<T>> arrived;

        Receive(BlockingQueue<Result<T>> arrived) {
            this.arrived = arrived;
        }

        @Override
        public BoxedUnit apply(Object partition, T value) {
            arrived.add(new Result<>((Integer) partition, value));
            return BoxedUnit.UNIT;
        }
    }

    private static final class Done extends AbstractFunction0<BoxedUnit> {
        @Override
        public BoxedUnit apply() {
            return BoxedUnit.UNIT;
        }
    }
}
