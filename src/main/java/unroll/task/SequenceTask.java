package unroll.task;

import unroll.conf.Configuration;
import unroll.data.Batcher;
import unroll.data.Plan;
import unroll.data.Shard;
import unroll.nn.Capacity;

/** A task whose examples are sequences, each of which is in one batch as a whole. */
public interface SequenceTask extends Task {
    Configuration conf();

    @Override
    default Capacity capacity() {
        return new Capacity(conf().training().batch(), conf().training().batchTokens(), true);
    }

    @Override
    default Plan epoch(Shard shard, long key) {
        var training = conf().training();
        return Batcher.plan(shard, training.batch(), training.batchTokens(), key);
    }

    @Override
    default Plan inOrder(Shard shard, int sequences, int rows) {
        return Batcher.inOrder(shard, sequences, rows);
    }

    @Override
    default void requireSteps(int steps) {
        Task.refuseSteps(steps, "one of task " + conf().task().word());
    }
}
