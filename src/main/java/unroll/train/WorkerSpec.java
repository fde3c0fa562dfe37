package unroll.train;

import java.io.Serializable;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.math.Keys;
import unroll.measure.Evaluation;
import unroll.task.Task;
import unroll.train.sync.Sync;
import unroll.train.worker.RoundId;
import unroll.train.worker.Snapshot;
import unroll.train.worker.Update;
import unroll.train.worker.Worker;

/** The input of a worker besides state, shard and round: the part that closures capture. */
public record WorkerSpec(Configuration conf, Task task, Sync sync) implements Serializable {

    /** Creates a specification with the strategy that the configuration names. */
    public WorkerSpec(Configuration conf, Task task) {
        this(conf, task, Sync.of(conf, task));
    }

    /** Returns a shard's part of a round. */
    public Update train(Snapshot start, Shard shard, RoundId round) {
        try (var worker = worker()) {
            return sync.local(worker, start, shard, round);
        }
    }

    /** Measures on a shard. */
    public Evaluation evaluate(Snapshot snapshot, Shard shard) {
        try (var worker = worker()) {
            return worker.evaluate(snapshot.theta(), shard);
        }
    }

    /** Returns the number of a shard's batches in an epoch. */
    public int batches(Shard shard, int epoch) {
        return task.epoch(shard, Keys.mix(conf.run().seed(), epoch, shard.number())).batches();
    }

    private Worker worker() {
        return new Worker(conf, task, sync.workerVectors());
    }
}
