package unroll.task.forecast;

import java.io.Serializable;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import unroll.conf.Configuration;
import unroll.conf.task.ForecastConf;
import unroll.conf.task.LossConf;
import unroll.encode.Scaling;
import unroll.measure.calibration.CalibrationSearch;
import unroll.measure.series.IntervalSearch;
import unroll.nn.Loss;
import unroll.nn.loss.AbsoluteError;
import unroll.nn.loss.BinaryCrossEntropy;
import unroll.nn.loss.ElementLoss;
import unroll.nn.loss.HuberError;
import unroll.nn.loss.PinballLoss;
import unroll.nn.loss.RegressionLoss;
import unroll.nn.loss.SquaredError;

/**
 * The outputs of a network for each target: one number, or quantiles next to each other.
 *
 * @param spread factor of the distances of quantiles from the median; 1 during training
 */
record ForecastOutputs(LossConf loss, ForecastConf conf, double spread) implements Serializable {
    static ForecastOutputs of(Configuration conf, double spread) {
        return new ForecastOutputs(conf.training().loss(), conf.forecast(), spread);
    }

    boolean quantiles() {
        return loss == LossConf.QUANTILE;
    }

    /** Returns the number of outputs for a target. */
    int each() {
        return quantiles() ? conf.quantiles().size() : 1;
    }

    /** Returns the place of the forecast itself among the outputs for a target. */
    int middle() {
        return quantiles() ? conf.median() : 0;
    }

    /** Returns the probabilities of the quantiles; empty without. */
    double[] interval() {
        return quantiles()
                ? conf.quantiles().stream().mapToDouble(Double::doubleValue).toArray()
                : new double[0];
    }

    /** Returns the names of the quantiles, such as {@code q10} or {@code q2_5}; none without. */
    List<String> names() {
        return Arrays.stream(interval())
                .mapToObj(BigDecimal::valueOf)
                .map(quantile -> quantile.movePointRight(2).stripTrailingZeros())
                .map(percent -> "q" + percent.toPlainString().replace('.', '_'))
                .toList();
    }

    Loss objective(int targets) {
        return quantiles()
                ? new PinballLoss(interval(), targets)
                : new RegressionLoss(element(), targets);
    }

    private ElementLoss element() {
        return switch (loss) {
            case SQUARED -> new SquaredError();
            case ABSOLUTE -> new AbsoluteError();
            case HUBER -> new HuberError();
            case BINARY -> new BinaryCrossEntropy();
            case QUANTILE -> throw new IllegalStateException("quantiles are no single number");
        };
    }

    /**
     * Returns the loss of a target.
     *
     * @param scores of the network
     * @param from first output for the target
     */
    double loss(float[] scores, int from, float actual) {
        if (!quantiles()) {
            return element().loss(scores[from], actual);
        }
        double sum = 0;
        for (int k = 0; k < each(); k++) {
            sum += PinballLoss.loss(conf.quantiles().get(k), scores[from + k], actual);
        }
        return sum / each();
    }

    /**
     * Returns what is expected of targets: values or probabilities, or quantiles in rising order
     * (Chernozhukov, Fernández-Val and Galichon 2010).
     *
     * @param scores [targets, each]. Not modified
     */
    float[] expected(float[] scores) {
        var values = scores.clone();
        for (int i = 0; i < values.length; i++) {
            values[i] = quantiles() ? values[i] : (float) element().expected(values[i]);
        }
        for (int from = 0; quantiles() && from < values.length; from += each()) {
            Arrays.sort(values, from, from + each());
            spread(values, from);
        }
        return values;
    }

    private void spread(float[] values, int from) {
        float median = values[from + middle()];
        for (int i = from; i < from + each(); i++) {
            values[i] = (float) (median + spread * (values[i] - median));
        }
    }

    /** Creates a search for the spread; empty without an interval. */
    Optional<CalibrationSearch> calibrationSearch() {
        return each() > 1
                ? Optional.of(new IntervalSearch(interval(), middle()))
                : Optional.empty();
    }

    /** Returns what is expected of one target among the outputs. */
    float[] expected(float[] scores, int from) {
        return expected(Arrays.copyOfRange(scores, from, from + each()));
    }

    /**
     * Returns numbers in their own unit.
     *
     * @param expected [targets, each], standardised
     */
    double[] decode(float[] expected, Scaling scaling) {
        var values = new double[expected.length];
        for (int i = 0; i < values.length; i++) {
            values[i] = scaling.decode(expected[i], i / each() % scaling.columns());
        }
        return values;
    }
}
