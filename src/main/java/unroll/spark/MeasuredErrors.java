package unroll.spark;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * How far a forecast is from the truth, in the target's own unit.
 *
 * @param rows that were forecast
 * @param numbers that were compared
 * @param rmse root of the mean squared error
 * @param mae mean absolute error
 * @param nrmse root mean squared error over the targets' deviation: 1 is as good as their mean; NaN
 *     where the targets do not vary
 * @param lastNrmse the same at the last step of each row, for its first number
 */
record MeasuredErrors(
        long rows, long numbers, double rmse, double mae, double nrmse, double lastNrmse)
        implements Measures {

    double mse() {
        return rmse * rmse;
    }

    @Override
    public Map<String, Double> headline() {
        var figures = new LinkedHashMap<String, Double>();
        figures.put("rmse", rmse);
        figures.put("mse", mse());
        figures.put("mae", mae);
        figures.put("nrmse", nrmse);
        figures.put("lastNrmse", lastNrmse);
        // JSON knows no others: where all targets are equal there is no deviation to divide by.
        figures.values().removeIf(figure -> !Double.isFinite(figure));
        return figures;
    }

    @Override
    public Map<String, String> shown() {
        var shown = new LinkedHashMap<String, String>();
        shown.put("RMSE", show(rmse));
        shown.put("MAE", show(mae));
        shown.put("NRMSE", Double.isNaN(nrmse) ? "none" : show(nrmse));
        return shown;
    }

    @Override
    public Map<String, Long> counts() {
        var counts = new LinkedHashMap<String, Long>();
        counts.put("examples", rows);
        counts.put("numbers", numbers);
        return counts;
    }

    @Override
    public String text() {
        return String.format(
                Locale.ROOT,
                "examples  %,d%nnumbers   %,d%nMSE       %s%nMAE       %s%nRMSE      %s%nNRMSE     %s%n"
                        + "NRMSE at the last step  %s%n",
                rows,
                numbers,
                show(mse()),
                show(mae),
                show(rmse),
                relative(nrmse),
                relative(lastNrmse));
    }

    private static String relative(double nrmse) {
        return Double.isNaN(nrmse) ? "none: the targets do not vary" : show(nrmse);
    }

    private static String show(double figure) {
        return String.format(Locale.ROOT, "%.4g", figure);
    }
}
