package unroll.train;

import java.util.function.Function;
import unroll.conf.Configuration;
import unroll.conf.SyncConf.Strategy;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.nn.Layout;

/**
 * How the shards' work of a round becomes the next state: what is broadcast, what a shard does with
 * it, and what the driver makes of the sum. The order in which updates are added is not its matter:
 * {@link Rounds} adds them shard by shard.
 */
public sealed interface Sync permits AverageSync, GradientSync, RidgeSync {

    static Sync of(Configuration conf) {
        if (conf.model().reservoir().isPresent()) {
            return new RidgeSync(conf);
        }
        return conf.sync().strategy() == Strategy.GRADIENT
                ? new GradientSync(conf)
                : new AverageSync(conf);
    }

    /** What the workers need of a state. */
    Snapshot broadcast(State state);

    /** Vectors of the optimiser that a worker keeps while it works. */
    int workerMoments();

    /** Whether a worker keeps the parameters' average while it works. */
    boolean workerAverages();

    /** A shard's part of a round. */
    Update local(Worker worker, Snapshot start, Shard shard, RoundId round);

    /** A sum of no updates yet. */
    Merge merge(Layout layout);

    /**
     * The next state; the one before stays as it is. Updates of no weight at all change nothing.
     *
     * @param validation measures parameters, where there is a choice between several
     */
    State apply(State state, Merge merged, RoundId round, Function<float[], Evaluation> validation);
}
