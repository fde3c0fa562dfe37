package unroll.conf;

import java.io.Serializable;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * How the shards' work of a round becomes the next state.
 *
 * @param every batches of a shard in a round, {@link #EPOCH} or {@link #AUTO} ({@code average}
 *     only)
 * @param moments what happens to the optimiser's moments at the end of a round
 * @param outer the optimiser applied to the averaged change
 */
public record SyncConf(Strategy strategy, int every, Moments moments, Outer outer)
        implements Serializable {

    /** A whole epoch. */
    public static final int EPOCH = 0;

    /** Chosen once the number of training examples is known. */
    public static final int AUTO = -1;

    /**
     * Returns the number of rounds of an epoch.
     *
     * @param batches of each shard in it; not asked for where a round is an epoch
     */
    public int rounds(Supplier<int[]> batches) {
        if (every == EPOCH) {
            return 1;
        }
        int most = Arrays.stream(batches.get()).max().orElse(0);
        return Math.max(1, (int) (((long) most + every - 1) / every));
    }

    public SyncConf withEvery(int batches) {
        return new SyncConf(strategy, batches, moments, outer);
    }

    public enum Strategy {
        /** Each shard trains on its own, parameters are averaged. */
        AVERAGE,
        /** Each shard contributes a gradient, the driver steps. */
        GRADIENT
    }

    public enum Moments {
        KEEP,
        RESET
    }

    /** SGD on the averaged change; rate 1 and momentum 0 is plain averaging. */
    public record Outer(double rate, double momentum, boolean nesterov) implements Serializable {
        /** The optimiser whose gradient is the change with its sign turned. */
        public OptimizerConf optimizer() {
            return new OptimizerConf.Momentum(rate, momentum, 0, nesterov, 0);
        }

        public boolean plain() {
            return rate == 1 && momentum == 0;
        }
    }
}
