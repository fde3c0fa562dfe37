package unroll.train.sync;

import java.io.Serializable;
import java.util.function.Function;
import java.util.function.Supplier;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.nn.Layout;
import unroll.task.Task;
import unroll.train.worker.Merge;
import unroll.train.worker.RoundId;
import unroll.train.worker.Snapshot;
import unroll.train.worker.State;
import unroll.train.worker.Update;
import unroll.train.worker.Worker;
import unroll.train.worker.WorkerVectors;

/**
 * A strategy of synchronisation: what is broadcast, what a shard does with it, and how the sum of
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

    /** Returns a shard's part of a round. */
    Update local(Worker worker, Snapshot start, Shard shard, RoundId round);

    /** Returns a sum that holds no update yet. */
    Merge merge(Layout layout);

    /**
     * Returns the next state; the one before is not modified. Updates without weight change
     * nothing.
     *
     * @param validation measures parameters on the validation examples, for strategies that choose
     *     between several candidates
     */
    State apply(State state, Merge merged, RoundId round, Function<float[], Evaluation> validation);
}
