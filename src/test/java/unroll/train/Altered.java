package unroll.train;

import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.nn.Batch;
import unroll.nn.Capacity;
import unroll.nn.Workspace;
import unroll.task.Evaluation;
import unroll.task.Metric;
import unroll.task.Task;

/** A task with another network. */
public interface Altered extends Task {
    Task inner();

    @Override
    default Schema schema() {
        return inner().schema();
    }

    @Override
    default Capacity capacity() {
        return inner().capacity();
    }

    @Override
    default Plan epoch(Shard shard, long key) {
        return inner().epoch(shard, key);
    }

    @Override
    default Plan inOrder(Shard shard) {
        return inner().inOrder(shard);
    }

    @Override
    default void measure(Workspace workspace, float[] theta, Batch batch, Evaluation into) {
        inner().measure(workspace, theta, batch, into);
    }

    @Override
    default Metric metric() {
        return inner().metric();
    }
}
