package unroll.encode.series;

import unroll.conf.task.SeriesConf;

/**
 * What a network sees of values, and how its forecasts become values again. With y the values or
 * their logarithms, a difference of d steps and a forecast from T on:
 *
 * <pre>
 * step      z(t) = y(t) - y(t - d)
 * target    z(T + h) = y(T + h) - y(T + h - d ceil(h / d))      the last of its place in the period
 * </pre>
 *
 * @param difference d; 0 for y itself
 * @param width values of a step
 */
public record SeriesTransform(boolean log, int difference, int width) {
    public static SeriesTransform of(SeriesConf conf) {
        return new SeriesTransform(conf.log(), conf.difference(), conf.values().size());
    }

    private double level(double value) {
        return log ? StrictMath.log(value) : value;
    }

    private double value(double level) {
        return log ? StrictMath.exp(level) : level;
    }

    /**
     * Returns the steps of a window.
     *
     * @param values [difference + steps, width]
     * @return [steps, width]
     */
    double[] steps(double[] values) {
        int back = difference * width;
        var steps = new double[values.length - back];
        for (int i = 0; i < steps.length; i++) {
            steps[i] = level(values[back + i]) - (back == 0 ? 0 : level(values[i]));
        }
        return steps;
    }

    /**
     * Returns the targets of a window.
     *
     * @param past [steps, width], at least {@code difference} steps
     * @param future [horizon, width]
     * @return [horizon, width]
     */
    public double[] targets(double[] past, double[] future) {
        var targets = new double[future.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = level(future[i]) - base(past, i);
        }
        return targets;
    }

    /**
     * Returns the value of a target's forecast.
     *
     * @param past [steps, width]
     * @param place of the target in [horizon, width]
     */
    public double restore(double[] past, int place, double target) {
        return value(target + base(past, place));
    }

    /**
     * Returns the values of steps that a model forecast one after the other.
     *
     * @param past [steps, width]
     * @param steps [horizon, width], each the difference from values or forecasts before it
     * @return [horizon, width]
     */
    public double[] restoreSteps(double[] past, double[] steps) {
        int back = difference * width;
        var levels = new double[steps.length];
        var values = new double[steps.length];
        for (int i = 0; i < steps.length; i++) {
            double before = 0;
            if (back > 0) {
                before = i < back ? level(past[past.length - back + i]) : levels[i - back];
            }
            levels[i] = steps[i] + before;
            values[i] = value(levels[i]);
        }
        return values;
    }

    private double base(double[] past, int place) {
        return difference == 0 ? 0 : level(repeated(past, place, difference));
    }

    /**
     * Returns the forecast of a place in [horizon, width] that repeats the last period of steps.
     */
    private double repeated(double[] past, int place, int period) {
        return past[past.length - period * width + place % (period * width)];
    }
}
