package unroll.encode.survey;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import unroll.encode.Scaling;

/** Finds columns whose differences are lost when their numbers are converted to floats unscaled. */
public final class LostDigits {
    private static final int MOST = 3; // warnings for a part of the row
    private static final double HALF_ULP = 0x1p-24; // of a float, by the number's size
    private static final double NOTABLE = 1e-3; // of the deviation

    private LostDigits() {}

    /** Returns warnings about the training set's numbers; empty if floats are precise enough. */
    public static List<String> warnings(Moments moments) {
        var warnings = new ArrayList<String>();
        warnings.addAll(warnings("sequences", moments.inputs()));
        warnings.addAll(warnings("targets", moments.targets()));
        return warnings;
    }

    private static List<String> warnings(String part, Scaling scaling) {
        var warnings = new ArrayList<String>();
        var means = scaling.means();
        var deviations = scaling.deviations();
        for (int k = 0; k < means.length && warnings.size() < MOST; k++) {
            double size = Math.abs(means[k]) + deviations[k];
            double rounding = Math.max(size * HALF_ULP, Float.MIN_VALUE);
            if (deviations[k] > 0 && rounding > NOTABLE * deviations[k]) {
                warnings.add(
                        String.format(
                                Locale.ROOT,
                                "warning: data.standardize is false, and column %d of the %s has mean %.9g and"
                                        + " deviation %.3g: a network's numbers have 7 digits, so that what"
                                        + " differs is rounded; set data.standardize: true",
                                k + 1,
                                part,
                                means[k],
                                deviations[k]));
            }
        }
        return warnings;
    }
}
