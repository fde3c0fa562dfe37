package unroll.train.sync;

import java.util.function.Function;
import java.util.function.Supplier;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.EmbeddingUpdates;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.optim.Averaging;
import unroll.optim.Clip;
import unroll.optim.Groups;
import unroll.optim.IdleSteps;
import unroll.task.network.ChosenKernels;
import unroll.train.merge.Mean;
import unroll.train.merge.Merge.RowMean;
import unroll.train.worker.RoundId;
import unroll.train.worker.ShardResult;
import unroll.train.worker.Snapshot;
import unroll.train.worker.State;
import unroll.train.worker.Worker;
import unroll.train.worker.WorkerVectors;

/**
 * Synchronous SGD: each shard contributes the clipped mean gradient of its next batches; the driver
 * averages them, weighted by loss terms, clips the mean again and makes one optimiser step. Only
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
    public int rounds(Supplier<int[]> batches) {
        return conf.sync().rounds(batches);
    }

    @Override
    public WorkerVectors workerVectors() {
        return new WorkerVectors(0, false, true);
    }

    @Override
    public ShardResult local(Worker worker, Snapshot start, Shard shard, RoundId round) {
        return worker.meanGradient(start, shard, round);
    }

    @Override
    public int vectors() {
        return 1;
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
        var training = conf.training();
        var kernels = ChosenKernels.of(conf.kernels());
        var groups = new Groups(conf, mean.layout(), kernels);
        var gradient = mean.of(0, new float[state.theta().length]);
        var ranges = mean.updated();
        Clip.of(training.clip(), mean.layout()).apply(gradient, ranges);
        var theta = state.theta().clone();
        var moments = new float[state.moments().length][];
        for (int i = 0; i < moments.length; i++) {
            moments[i] = state.moments()[i].clone();
        }
        long step = state.steps() + 1;
        var place = new Groups.Place(step, step, round.done(), state.rateScale());
        groups.step(theta, gradient, moments, ranges, place);
        if (training.embeddingUpdates() == EmbeddingUpdates.DEFERRED) {
            letIdle(mean, groups, place, theta, moments[0]);
        }
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

    /** Rows that no shard used make the step without a gradient: none may wait between rounds. */
    private static void letIdle(
            Mean mean, Groups groups, Groups.Place place, float[] theta, float[] velocity) {
        var idle = new IdleSteps();
        for (int s = 0; s < mean.rows().size(); s++) {
            idle.clear();
            groups.addIdle(mean.rows().get(s), place, idle);
            mean.letIdle(s, idle.kept(0), idle.travel(0), theta, velocity);
        }
    }
}
