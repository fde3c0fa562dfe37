package unroll.encode.row;

import java.util.List;

/**
 * Where in a series a window is, with the values that a forecast is measured against, in their own
 * unit.
 *
 * @param history whether its forecast only tells how large errors are, for the windows after it
 * @param step number of the window's last step in the series
 * @param keys values of the columns that tell series apart
 * @param origin time of the window's last step, as the table writes it
 * @param times of the steps to forecast, as the table writes them; null where they are unknown
 * @param past values up to the origin, [steps, values]
 * @param future values after the origin, [horizon, values], NaN where they are unknown; empty if
 *     all are
 * @param scales mean absolute errors of the seasonal-naive forecast before the part that is
 *     measured, [values]; NaN where there is none
 */
public record SeriesFrame(
        boolean history,
        int step,
        List<Object> keys,
        Object origin,
        List<Object> times,
        double[] past,
        double[] future,
        double[] scales) {}
