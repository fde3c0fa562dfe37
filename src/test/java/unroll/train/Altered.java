package unroll.train;

import java.util.List;
import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.encode.Codec;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.nn.Capacity;
import unroll.task.Column;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Task;
import unroll.task.TrainedModel;

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
    default String describe(Codec codec, String steps) {
        return inner().describe(codec, steps);
    }

    @Override
    default void requireSteps(int steps) {
        inner().requireSteps(steps);
    }

    @Override
    default List<Column> columns(Codec codec) {
        return inner().columns(codec);
    }

    @Override
    default List<String> lines(Codec codec, ModelInput input, Object[] prediction) {
        return inner().lines(codec, input, prediction);
    }

    @Override
    default Predictor predictor(TrainedModel model, int steps) {
        return inner().predictor(model, steps);
    }

    @Override
    default Metric metric() {
        return inner().metric();
    }
}
