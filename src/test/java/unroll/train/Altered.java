package unroll.train;

import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.nn.Capacity;
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
    default Plan inOrder(Shard shard, int sequences, int rows) {
        return inner().inOrder(shard, sequences, rows);
    }

    @Override
    default Evaluator evaluator() {
        return inner().evaluator();
    }

    @Override
    default Metric metric() {
        return inner().metric();
    }
}
