package unroll.train.sync;

import java.util.Arrays;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.conf.SyncConf;
import unroll.conf.SyncConf.Moments;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.optim.Averaging;
import unroll.optim.Optimizer;
import unroll.optim.Ranges;
import unroll.train.merge.Mean;
import unroll.train.merge.Merge.RowMean;
import unroll.train.worker.RoundId;
import unroll.train.worker.ShardResult;
import unroll.train.worker.Snapshot;
import unroll.train.worker.State;
import unroll.train.worker.Worker;
import unroll.train.worker.WorkerVectors;

/**
 * Each shard trains on its own; parameters (and moments, if they are kept) are averaged, weighted
 * by loss terms. Rows of by-row slices are averaged over the shards that used them, weighted by
 * use; unused rows stay. The averaged change is the gradient of an outer optimiser, which by
 * default (rate 1, no momentum) gives the plain mean.
 */
final class AverageSync implements Sync {
    private final Configuration conf;
    private final SyncConf.Outer outer;
    private final boolean keep;
    private final int moments; // of the workers' optimiser
    private final boolean averaging;

    AverageSync(Configuration conf) {
        this.conf = conf;
        outer = conf.sync().outer();
        keep = conf.sync().moments() == Moments.KEEP;
        moments = Optimizer.of(conf.training().optimizer()).moments().size();
        averaging = new Averaging(conf.training().averaging()).on();
    }

    @Override
    public Snapshot broadcast(State state) {
        return new Snapshot(
                state.theta(),
                keep ? state.moments() : new float[0][],
                state.average(),
                state.steps(),
                state.rateScale(),
                state.averagedSince());
    }

    @Override
    public int rounds(Supplier<int[]> batches) {
        return conf.sync().rounds(batches);
    }

    @Override
    public WorkerVectors workerVectors() {
        return new WorkerVectors(moments, averaging, false);
    }

    @Override
    public ShardResult local(Worker worker, Snapshot start, Shard shard, RoundId round) {
        return worker.steps(start, shard, round, keep);
    }

    @Override
    public int vectors() {
        return (keep ? 1 + moments : 1) + (averaging ? 1 : 0);
    }

    @Override
    public RowMean rowMean() {
        return RowMean.USERS;
    }

    @Override
    public State apply(
            State state, Mean mean, RoundId round, Function<float[], Evaluation> validation) {
        // Vectors are independent, and the driver is idle now.
        var next =
                IntStream.rangeClosed(0, moments + (averaging ? 1 : 0))
                        .parallel()
                        .mapToObj(i -> next(state, mean, i))
                        .toArray(float[][]::new);
        var theta = next[0];
        var nextMoments = Arrays.copyOfRange(next, 1, 1 + moments);
        var velocity = state.outer();
        if (!outer.plain()) {
            velocity = velocity.clone();
            theta = stepOuter(state, theta, velocity, mean.updated());
        }
        if (keep && moments > 0) {
            mean.letIdle(theta, nextMoments[0]);
        }
        long steps = state.steps() + mean.steps();
        return new State(
                theta,
                nextMoments,
                velocity,
                averaging ? next[1 + moments] : state.average(),
                steps,
                state.rateScale(),
                state.averagedSince());
    }

    /** The parameters (0), a moment (from 1) or the average (last) after the round. */
    private float[] next(State state, Mean mean, int vector) {
        if (vector == 0) {
            return mean.of(0, state.theta());
        }
        if (vector > moments) {
            return mean.of(keep ? vector : 1, state.average());
        }
        var before = state.moments()[vector - 1];
        return keep ? mean.of(vector, before) : before;
    }

    /**
     * Treats the change before - mean as the gradient of the outer optimiser. Rows that no shard
     * used keep their values and their velocity.
     *
     * @param mean the averaged parameters; becomes the gradient
     */
    private float[] stepOuter(State state, float[] mean, float[] velocity, Ranges moved) {
        var theta = state.theta().clone();
        for (int r = 0; r < moved.count(); r++) {
            for (int i = moved.from(r); i < moved.to(r); i++) {
                mean[i] = theta[i] - mean[i];
            }
        }
        Optimizer.of(outer.optimizer())
                .step(
                        theta,
                        mean,
                        new float[][] {velocity},
                        moved,
                        outer.rate(),
                        state.steps() + 1);
        return theta;
    }
}
