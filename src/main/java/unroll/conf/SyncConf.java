package unroll.conf;

import java.io.Serializable;

/**
 * How the shards' work of a round becomes the next state.
 *
 * @param every batches of a shard in a round; 0 is a whole epoch ({@code average} only)
 * @param moments what happens to the optimiser's moments at the end of a round
 * @param outer the optimiser applied to the averaged change
 */
public record SyncConf(Strategy strategy, int every, Moments moments, Outer outer)
        implements Serializable {

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
        public boolean plain() {
            return rate == 1 && momentum == 0;
        }
    }
}
