package unroll.conf;

import java.io.Serializable;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Supplier;
import unroll.conf.optimizer.OptimizerConf;
import unroll.conf.setting.Field;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

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

    private static final Field<SyncConf, Strategy> STRATEGY =
            Scalar.of(
                            "strategy",
                            Types.choice(Strategy.class),
                            SyncConf::strategy,
                            Strategy.AVERAGE)
                    .means(
                            "`average`: shards train independently and their parameters are averaged; `gradient`:"
                                    + " synchronous SGD");
    public static final Field<SyncConf, Integer> EVERY =
            Scalar.of(
                            "every",
                            Types.integerOr(Map.of(AUTO, "auto", EPOCH, "epoch"), Range.atLeast(1)),
                            SyncConf::every,
                            "auto",
                            v -> AUTO)
                    .means(
                            "batches of each shard in a round; `auto` chooses by the number of training"
                                    + " examples, and is 1 with gradient")
                    .checked(
                            (section, every, v) -> {
                                var given = section.value("every");
                                if (every == EPOCH && v.get(STRATEGY) == Strategy.GRADIENT) {
                                    given.wrong("a number of batches (sync.strategy is gradient)");
                                }
                            });
    private static final Field<SyncConf, Moments> MOMENTS =
            Scalar.of("moments", Types.choice(Moments.class), SyncConf::moments, Moments.KEEP)
                    .means(
                            "whether the optimiser's moments are averaged too (`keep`) or start at zero in each round"
                                    + " (`reset`)");
    private static final Field<SyncConf, Outer> OUTER =
            Nested.section("outer", Outer.SETTINGS, SyncConf::outer);

    static final Settings<SyncConf> SETTINGS =
            Settings.of(
                    v -> new SyncConf(v.get(STRATEGY), v.get(EVERY), v.get(MOMENTS), v.get(OUTER)));

    public SyncConf {
        every = every == AUTO && strategy == Strategy.GRADIENT ? 1 : every;
    }

    /** Returns the same with another value of a field. */
    public <V> SyncConf with(Field<SyncConf, V> field, V value) {
        return SETTINGS.with(this, field, value);
    }

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

    public enum Strategy {
        /** Each shard trains independently, parameters are averaged. */
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
        private static final Field<Outer, Double> RATE =
                Scalar.of("rate", Types.number(Range.above(0)), Outer::rate, 1.0)
                        .means(
                                "rate of the outer SGD on the averaged change; 1 is plain averaging");
        private static final Field<Outer, Double> MOMENTUM =
                Scalar.of("momentum", Types.number(Range.halfOpen(0, 1)), Outer::momentum, 0.0)
                        .means("its momentum");
        private static final Field<Outer, Boolean> NESTEROV =
                Scalar.of("nesterov", Types.flag(), Outer::nesterov, true)
                        .means("whether the momentum is Nesterov's");

        static final Settings<Outer> SETTINGS =
                Settings.of(v -> new Outer(v.get(RATE), v.get(MOMENTUM), v.get(NESTEROV)));

        /** The optimiser that takes the negative change for a gradient. */
        public OptimizerConf optimizer() {
            return new OptimizerConf.Momentum(rate, momentum, 0, nesterov, 0);
        }

        public boolean plain() {
            return rate == 1 && momentum == 0;
        }
    }
}
