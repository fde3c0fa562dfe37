package unroll.train.sync;

import java.io.Serializable;
import java.util.function.Function;
import java.util.function.Supplier;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.task.Task;
import unroll.train.merge.Mean;
import unroll.train.merge.Merge.RowMean;
import unroll.train.worker.RoundId;
import unroll.train.worker.ShardResult;
import unroll.train.worker.Snapshot;
import unroll.train.worker.State;
import unroll.train.worker.Worker;
import unroll.train.worker.WorkerVectors;

/**
 * A strategy of synchronisation: what is broadcast, what a shard does with it, and how the mean of
 * the shards' updates becomes the next state. It does not choose the order in which updates are
 * added: the rounds add them shard by shard.
 */
public interface Sync extends Serializable {

    /**
     * Returns the strategy that a configuration asks for, or the closed form of a task's network if
     * it has one.
     */
    static Sync of(Configuration conf, Task task) {
        if (task.network().closedForm().isPresent()) {
            return new RidgeSync(conf, task);
        }
        return switch (conf.sync().strategy()) {
            case AVERAGE -> new AverageSync(conf);
            case GRADIENT -> new GradientSync(conf);
        };
    }

    /**
     * Returns the number of rounds of an epoch.
     *
     * @param batches of each shard in it; counting them is a job, so it is done only when needed
     */
    int rounds(Supplier<int[]> batches);

    /** Returns what the workers need of a state. */
    Snapshot broadcast(State state);

    /** Returns the vectors that a worker keeps while it works. */
    WorkerVectors workerVectors();

    /** Returns the number of vectors in an update. */
    int vectors();

    /** Trains on a shard for a round. */
    ShardResult local(Worker worker, Snapshot start, Shard shard, RoundId round);

    /** Returns the updates that the mean of a row is taken over. */
    RowMean rowMean();

    /**
     * Returns the next state; the one before is not modified. Updates without weight change
     * nothing.
     *
     * @param validation measures parameters on the validation examples, for strategies that choose
     *     between several candidates
     */
    State apply(State state, Mean mean, RoundId round, Function<float[], Evaluation> validation);
}
