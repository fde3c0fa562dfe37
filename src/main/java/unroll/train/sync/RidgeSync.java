package unroll.train.sync;

import java.util.function.Function;
import java.util.function.Supplier;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.nn.ClosedForm;
import unroll.task.Task;
import unroll.train.merge.Mean;
import unroll.train.merge.Merge.RowMean;
import unroll.train.worker.DivergedException;
import unroll.train.worker.RoundId;
import unroll.train.worker.ShardResult;
import unroll.train.worker.Snapshot;
import unroll.train.worker.State;
import unroll.train.worker.Update;
import unroll.train.worker.Worker;
import unroll.train.worker.WorkerVectors;

/**
 * Ridge regression of a readout in closed form: each shard sums the products of its features and
 * targets, the driver adds the sums and solves the equations for each {@code training.ridge}. The
 * solution with the lowest validation loss is used; without a validation set, the first that
 * exists.
 */
final class RidgeSync implements Sync {
    private final Configuration conf;
    private final Task task;

    /**
     * @param task whose network has a closed form
     */
    RidgeSync(Configuration conf, Task task) {
        this.conf = conf;
        this.task = task;
    }

    @Override
    public Snapshot broadcast(State state) {
        return Snapshot.of(state.theta());
    }

    @Override
    public int rounds(Supplier<int[]> batches) {
        return 1;
    }

    @Override
    public WorkerVectors workerVectors() {
        return WorkerVectors.NONE;
    }

    @Override
    public ShardResult local(Worker worker, Snapshot start, Shard shard, RoundId round) {
        var sums = closedForm().sums(task.capacity());
        var metrics = worker.inOrder(start, shard, sums::add);
        var update =
                sums.rows() > 0
                        ? Update.sums(sums.values(), sums.rows(), metrics)
                        : Update.zero(metrics);
        return part -> update; // without vectors there is one part
    }

    @Override
    public int vectors() {
        return 0;
    }

    @Override
    public RowMean rowMean() {
        return RowMean.ALL;
    }

    @Override
    public State apply(
            State state, Mean mean, RoundId round, Function<float[], Evaluation> validation) {
        if (mean.weight() == 0) {
            return state;
        }
        var form = closedForm();
        float[] best = null;
        double least = Double.POSITIVE_INFINITY;
        for (double ridge : conf.training().ridge()) {
            var theta = form.solve(state.theta(), mean.total(), ridge);
            if (theta.isPresent()) {
                double loss = validation.apply(theta.get()).loss();
                if (best == null || loss < least) {
                    best = theta.get();
                    least = loss;
                }
            }
        }
        if (best == null) {
            throw new DivergedException(
                    "the readout's equations are singular at every training.ridge "
                            + conf.training().ridge()
                            + ": add larger ones");
        }
        return new State(
                best,
                state.moments(),
                state.outer(),
                state.average(),
                state.steps() + 1,
                state.rateScale(),
                state.averagedSince());
    }

    private ClosedForm closedForm() {
        return task.network().closedForm().orElseThrow();
    }
}
