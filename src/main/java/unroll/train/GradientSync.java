package unroll.train;

import java.util.function.Function;
import unroll.conf.Configuration;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.nn.Layout;
import unroll.optim.Averaging;
import unroll.optim.Clip;
import unroll.optim.Groups;
import unroll.task.ChosenKernels;

/**
 * Synchronous SGD: each shard contributes the clipped mean gradient of its next batches; the driver
 * takes their mean, weighted by loss terms, clips it again and makes one optimiser step. Only
 * parameters are broadcast.
 */
final class GradientSync implements Sync {
    private final Configuration conf;

    GradientSync(Configuration conf) {
        this.conf = conf;
    }

    @Override
    public Snapshot broadcast(State state) {
        return Snapshot.of(state.theta());
    }

    @Override
    public int workerMoments() {
        return 0;
    }

    @Override
    public boolean workerAverages() {
        return false;
    }

    @Override
    public Update local(Worker worker, Snapshot start, Shard shard, RoundId round) {
        return worker.meanGradient(start, shard, round);
    }

    @Override
    public Merge merge(Layout layout) {
        var parts = Parts.of(layout, conf);
        return new Merge(parts, 1, Merge.RowMean.ALL);
    }

    @Override
    public State apply(
            State state, Merge merged, RoundId round, Function<float[], Evaluation> validation) {
        if (merged.weight() == 0) {
            return state;
        }
        var training = conf.training();
        var kernels = ChosenKernels.of(conf.kernels());
        var groups = new Groups(training, merged.layout(), kernels);
        var gradient = merged.mean(0, new float[state.theta().length]);
        var ranges = merged.moved();
        Clip.of(training.clip(), merged.layout()).apply(gradient, ranges);
        var theta = state.theta().clone();
        var moments = new float[state.moments().length][];
        for (int i = 0; i < moments.length; i++) {
            moments[i] = state.moments()[i].clone();
        }
        long step = state.steps() + 1;
        var place = new Groups.Place(step, step, round.done(), state.rateScale());
        groups.step(theta, gradient, moments, ranges, place);
        var average = state.average().clone();
        new Averaging(training.averaging())
                .add(average, theta, ranges, step, state.averagedSince());
        return new State(
                theta,
                moments,
                state.outer(),
                average,
                step,
                state.rateScale(),
                state.averagedSince());
    }
}
