package unroll.conf.task;

import java.io.Serializable;
import java.util.List;
import unroll.conf.setting.Field;
import unroll.conf.setting.Range;
import unroll.conf.setting.Scalar;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Types;

/**
 * The settings of task {@code forecast} alone.
 *
 * @param quantiles that a quantile loss forecasts, rising
 * @param intervals how the widths of intervals of series are found
 */
public record ForecastConf(List<Double> quantiles, Intervals intervals) implements Serializable {
    /** How the widths of intervals of series are found. */
    public enum Intervals {
        /** One factor for all, which the validation set chose. */
        FIXED,
        /** That factor, and one that follows the latest errors of the series. */
        ADAPTIVE
    }

    private static final double MEDIAN = 0.5;

    private static final Field<ForecastConf, List<Double>> QUANTILES =
            Scalar.of(
                            "quantiles",
                            Types.numbers(Range.open(0, 1)),
                            ForecastConf::quantiles,
                            List.of(0.1, MEDIAN, 0.9))
                    .means(
                            "with `training.loss: quantile`: the values below which the target lies with these"
                                    + " probabilities; 0.5 is the forecast itself, the first and the last are the ends"
                                    + " of its interval")
                    .checked(
                            (section, quantiles, v) -> {
                                boolean rising = quantiles.contains(MEDIAN);
                                for (int i = 1; i < quantiles.size(); i++) {
                                    rising &= quantiles.get(i) > quantiles.get(i - 1);
                                }
                                if (!rising) {
                                    section.value("quantiles")
                                            .wrong("rising numbers, with 0.5 among them");
                                }
                            });

    private static final Field<ForecastConf, Intervals> INTERVALS =
            Scalar.of(
                            "intervals",
                            Types.choice(Intervals.class),
                            ForecastConf::intervals,
                            Intervals.ADAPTIVE)
                    .means(
                            "of series with quantiles: `adaptive`, intervals become wider and narrower with the latest"
                                    + " errors of the series; `fixed`, they are as wide as the validation set chose");

    public static final Settings<ForecastConf> SETTINGS =
            Settings.of(v -> new ForecastConf(v.get(QUANTILES), v.get(INTERVALS)));

    public static final ForecastConf STANDARD = SETTINGS.standard();

    public ForecastConf {
        quantiles = List.copyOf(quantiles);
    }

    /** Returns the place of the forecast itself among the quantiles. */
    public int median() {
        return quantiles.indexOf(MEDIAN);
    }
}
