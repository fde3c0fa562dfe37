package unroll.encode;

import java.io.Serializable;
import java.util.List;

/**
 * Parameters of calibration, fitted on the validation set.
 *
 * @param temperature divisor of logits before they become probabilities of labels, or factor by
 *     which the quantiles of a forecast are moved apart; above 0
 * @param ngramWeight factor of the linear model of n-grams beside the network; above 0
 * @param thresholds probability from which each label of a set holds; empty for one half
 */
public record Calibration(double temperature, double ngramWeight, List<Double> thresholds)
        implements Serializable {
    /** Leaves scores as they are. */
    public static final Calibration NONE = new Calibration(1, 1, List.of());

    public Calibration {
        thresholds = List.copyOf(thresholds);
    }

    public static Calibration ofTemperature(double temperature) {
        return new Calibration(temperature, 1, List.of());
    }

    /**
     * @param thresholds one for each label, in [0, 1]
     */
    public static Calibration ofThresholds(List<Double> thresholds) {
        return new Calibration(1, 1, thresholds);
    }
}
