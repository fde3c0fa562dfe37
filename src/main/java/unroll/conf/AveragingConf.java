package unroll.conf;

import java.io.Serializable;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;
import unroll.conf.setting.Variants;

/** The average of the parameters of all steps that is evaluated and exported in their place. */
public sealed interface AveragingConf extends Serializable {
    /** The keys of all kinds. */
    static Variants<AveragingConf> settings() {
        return Variants.<AveragingConf>of(
                        "name",
                        "none",
                        "average of the parameters that is evaluated and exported: `ema`, exponential;"
                                + " `asgd`, the mean from the epoch on in which validation stops improving")
                .or("none", None.class, Settings.of(v -> new None()))
                .or("ema", Ema.class, Ema.SETTINGS)
                .or("asgd", Triggered.class, Triggered.SETTINGS);
    }

    record None() implements AveragingConf {}

    /** Exponential moving average; a step counts {@code 1 - decay}. */
    record Ema(double decay) implements AveragingConf {
        private static final Field<Ema, Double> DECAY =
                Scalar.of("decay", Types.number(Range.halfOpen(0, 1)), Ema::decay, 0.999)
                        .means(
                                "decay of `ema`; at most (1 + step) / (10 + step), which is less in the first steps");

        static final Settings<Ema> SETTINGS = Settings.of(v -> new Ema(v.get(DECAY)));
    }

    /**
     * Plain mean over all steps from the epoch on whose validation loss is no better than the best
     * one before the last {@code patience} epochs (NT-ASGD, Merity et al. 2018).
     */
    record Triggered(int patience) implements AveragingConf {
        private static final Field<Triggered, Integer> PATIENCE =
                Scalar.of("patience", Types.integer(Range.atLeast(1)), Triggered::patience, 5)
                        .means(
                                "`asgd` begins when the validation loss is no better than the best before the last"
                                        + " so many epochs");

        static final Settings<Triggered> SETTINGS =
                Settings.of(v -> new Triggered(v.get(PATIENCE)));
    }
}
