package unroll.train;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.conf.SyncConf;
import unroll.conf.SyncConf.Moments;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.nn.Layout;
import unroll.optim.Averaging;
import unroll.optim.Optimizer;

/**
 * Each shard trains on its own; parameters (and moments, where they are kept) are averaged,
 * weighted by loss terms. Rows of by-row slices are averaged over the shards that used them,
 * weighted by use; rows that none used stay. The averaged change is a gradient to an outer SGD,
 * which by default (rate 1, no momentum) is the plain mean.
 */
final class AverageSync implements Sync {
    private final Configuration conf;
    private final SyncConf.Outer outer;
    private final boolean keep;
    private final int moments;
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
    public int workerMoments() {
        return moments;
    }

    @Override
    public boolean workerAverages() {
        return averaging;
    }

    @Override
    public Update local(Worker worker, Snapshot start, Shard shard, RoundId round) {
        return worker.steps(start, shard, round, keep);
    }

    @Override
    public Merge merge(Layout layout) {
        var parts = Parts.of(layout, conf);
        int vectors = (keep ? 1 + moments : 1) + (averaging ? 1 : 0);
        return new Merge(parts, vectors, Merge.RowMean.USERS);
    }

    @Override
    public State apply(
            State state, Merge merged, RoundId round, Function<float[], Evaluation> validation) {
        // Vectors do not depend on each other, and the driver has nothing else to do now.
        var next =
                IntStream.rangeClosed(0, moments + (averaging ? 1 : 0))
                        .parallel()
                        .mapToObj(i -> next(state, merged, i))
                        .toArray(float[][]::new);
        var theta = next[0];
        var nextMoments = Arrays.copyOfRange(next, 1, 1 + moments);
        var velocity = state.outer();
        if (!outer.plain()) {
            velocity = velocity.clone();
            stepOuter(state.theta(), theta, velocity, merged);
        }
        long steps = state.steps() + merged.steps();
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
    private float[] next(State state, Merge merged, int vector) {
        if (vector == 0) {
            return merged.mean(0, state.theta());
        }
        if (vector > moments) {
            return merged.mean(keep ? vector : 1, state.average());
        }
        var before = state.moments()[vector - 1];
        return keep ? merged.mean(vector, before) : before;
    }

    /**
     * SGD with momentum on the change: g = before - mean, velocity = momentum · velocity + g, and
     * theta = before - rate · velocity, or with Nesterov's momentum before - rate · (g + momentum ·
     * velocity). Rows that no shard used neither move nor lose velocity.
     *
     * @param theta the mean, becomes the next parameters
     */
    private void stepOuter(float[] before, float[] theta, float[] velocity, Merge merged) {
        float rate = (float) outer.rate();
        float momentum = (float) outer.momentum();
        var ranges = merged.moved();
        for (int r = 0; r < ranges.count(); r++) {
            for (int i = ranges.from(r); i < ranges.to(r); i++) {
                float g = before[i] - theta[i];
                float v = momentum * velocity[i] + g;
                velocity[i] = v;
                theta[i] = before[i] - rate * (outer.nesterov() ? g + momentum * v : v);
            }
        }
    }
}
