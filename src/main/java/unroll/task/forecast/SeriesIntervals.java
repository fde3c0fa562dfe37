package unroll.task.forecast;

import java.io.Serializable;
import java.util.List;
import unroll.conf.task.ForecastConf.Intervals;
import unroll.conf.task.SeriesConf;
import unroll.encode.row.SeriesFrame;
import unroll.measure.series.IntervalTracker;

/**
 * The widths of the intervals of windows, which come series after series, each in the order of
 * time.
 */
final class SeriesIntervals implements Serializable {
    private final SeriesConf conf;
    private final ForecastOutputs outputs;
    // Of the latest window's series. Windows of a partition are read by one thread, from the first
    // to the last; only their sums travel.
    private transient List<Object> keys;
    private transient IntervalTracker tracker;

    SeriesIntervals(SeriesConf conf, ForecastOutputs outputs) {
        this.conf = conf;
        this.outputs = outputs;
    }

    /** Returns the number of windows before a forecast that its intervals depend on. */
    static int history(SeriesConf conf, ForecastOutputs outputs) {
        return follow(outputs) ? IntervalTracker.origins(conf.horizon()) : 0;
    }

    private static boolean follow(ForecastOutputs outputs) {
        return outputs.each() > 1 && outputs.conf().intervals() == Intervals.ADAPTIVE;
    }

    /**
     * Widens the intervals of a window.
     *
     * @param quantiles [horizon, values, quantiles]. Modified
     * @param actual [horizon, values], NaN where it is unknown; empty if all of it is
     */
    void widen(SeriesFrame frame, double[] quantiles, double[] actual) {
        if (!follow(outputs)) {
            return;
        }
        if (tracker == null || !keys.equals(frame.keys())) {
            keys = frame.keys();
            var levels = outputs.interval();
            double share = levels[levels.length - 1] - levels[0];
            int width = conf.values().size();
            tracker = new IntervalTracker(conf.horizon(), width, conf.stride(), share);
        }
        var factors = tracker.factors(frame.step());
        if (actual.length > 0) {
            tracker.add(frame.step(), quantiles, outputs.middle(), actual);
        }
        int each = outputs.each();
        for (int i = 0; i < quantiles.length; i++) {
            double median = quantiles[i / each * each + outputs.middle()];
            quantiles[i] = median + factors[i / each] * (quantiles[i] - median);
        }
    }
}
