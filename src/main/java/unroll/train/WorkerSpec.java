package unroll.train;

import java.io.Serializable;
import java.util.List;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.math.RandomKeys;
import unroll.measure.Evaluation;
import unroll.task.Task;
import unroll.train.merge.Mean;
import unroll.train.merge.Merge;
import unroll.train.sync.Sync;
import unroll.train.worker.Part;
import unroll.train.worker.RoundId;
import unroll.train.worker.Snapshot;
import unroll.train.worker.TrainableRanges;
import unroll.train.worker.Update;
import unroll.train.worker.Worker;

/** The input of a worker besides state, shard and round: the part that closures capture. */
public record WorkerSpec(Configuration conf, Task task, Sync sync) implements Serializable {

    /** Creates a specification with the strategy that the configuration names. */
    public WorkerSpec(Configuration conf, Task task) {
        this(conf, task, Sync.of(conf, task));
    }

    /** Returns the parts of a shard's update, which must be closed. */
    public PartUpdates train(Snapshot start, Shard shard, RoundId round, List<Part> parts) {
        var worker = worker();
        try {
            return new PartUpdates(worker, sync.local(worker, start, shard, round), parts);
        } catch (RuntimeException | Error e) {
            worker.close();
            throw e;
        }
    }

    /** Returns a shard's update. */
    public Update train(Snapshot start, Shard shard, RoundId round) {
        try (var updates = train(start, shard, round, List.of(all()))) {
            return updates.next();
        }
    }

    /** Returns the sum of a part of a round's updates, which holds none yet. */
    public Merge merge(Part part, RoundId round) {
        return new Merge(trainable(round), part, sync.vectors(), sync.rowMean());
    }

    /** Returns the sum of a round's updates, which holds none yet. */
    public Merge merge(RoundId round) {
        return merge(all(), round);
    }

    /** Returns the mean of a round's updates, which holds no part yet. */
    public Mean mean(RoundId round) {
        return new Mean(trainable(round));
    }

    private Part all() {
        return Part.all(task.network().layout());
    }

    private TrainableRanges trainable(RoundId round) {
        return TrainableRanges.of(task.network().layout(), conf, round.epoch());
    }

    /** Measures on a shard. */
    public Evaluation evaluate(Snapshot snapshot, Shard shard) {
        try (var worker = worker()) {
            return worker.evaluate(snapshot.theta(), shard);
        }
    }

    /** Returns the number of a shard's batches in an epoch. */
    public int batches(Shard shard, int epoch) {
        return task.epoch(shard, RandomKeys.mix(conf.run().seed(), epoch, shard.number()))
                .batches();
    }

    private Worker worker() {
        return new Worker(conf, task, sync.workerVectors());
    }
}
