package unroll.encode.series;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import unroll.conf.task.SeriesConf;
import unroll.conf.task.SeriesConf.Part;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;
import unroll.encode.row.SeriesFrame;

/**
 * Cuts series into windows. A window is a row with a sequence, one vector a step: the values as
 * {@link SeriesTransform} shows them, the inputs, the known inputs of the step, and those of the
 * step a horizon later. Its target is the values of all steps of the horizon, in their order; a
 * model that runs on from its own outputs has them at the end of the sequence instead.
 *
 * <p>The last steps of a series are for the test, and a share of those before for validation. No
 * window of the training set reaches beyond it, and what is forecast from the other windows lies in
 * their part as a whole. Windows before the first may be read too, as the history of the series.
 */
public final class SeriesCutter {
    private final SeriesConf conf;
    private final SeriesTransform transform;
    private final int values; // columns
    private final int back; // steps that a window needs up to its origin

    public SeriesCutter(SeriesConf conf) {
        this.conf = conf;
        transform = SeriesTransform.of(conf);
        values = conf.values().size();
        back = conf.window() + conf.difference();
    }

    /**
     * Returns how messages call a row.
     *
     * @param keys values of the columns that tell series apart
     */
    public static String name(SeriesConf conf, List<Object> keys, Object time) {
        var series =
                IntStream.range(0, keys.size())
                        .mapToObj(i -> conf.key().get(i) + "=" + keys.get(i));
        return Stream.concat(series, Stream.of(time.toString())).collect(Collectors.joining(", "));
    }

    /**
     * Returns the windows of a series, and before them, if the cut reports them, the rows that are
     * wrong from the first that these windows read on.
     *
     * @param rows at least one
     */
    public Iterator<RawRecord> records(SeriesRows rows) {
        var steps = new SeriesSteps(conf, rows);
        var part = conf.cut().part();
        if (part == Part.LATEST) {
            var wrong = reported(steps, steps.passed() - 1);
            return joined(wrong.iterator(), latest(rows, steps).iterator());
        }
        int test = Math.max(0, steps.passed() - conf.test());
        int validation = (int) Math.ceil(test * (1 - conf.cut().validation()));
        int from =
                switch (part) {
                    case VALIDATION -> validation;
                    case TEST -> test;
                    case TRAIN, ALL, LATEST -> 0;
                };
        int to =
                switch (part) {
                    case TRAIN -> validation;
                    case VALIDATION -> test;
                    case TEST, ALL, LATEST -> steps.passed();
                };
        int first = Math.max(from, back) - 1;
        var found = windows(rows, steps, first, to).iterator();
        var wrong = reported(steps, first);
        if (conf.cut().reports() && !found.hasNext()) {
            wrong.add(RawRecord.wrong(Reason.SHORT_SERIES, steps.name(steps.all() - 1)));
        }
        var history = history(rows, steps, first).iterator();
        return joined(wrong.iterator(), joined(history, found));
    }

    /** Returns the wrong rows from the first step on that a window and its history read. */
    private List<RawRecord> reported(SeriesSteps steps, int origin) {
        int first = origin - back + 1 - conf.cut().history() * conf.stride();
        return new ArrayList<>(conf.cut().reports() ? steps.wrong(first) : List.of());
    }

    /** Returns the records of one iterator, then those of another. */
    public static Iterator<RawRecord> joined(
            Iterator<RawRecord> first, Iterator<RawRecord> second) {
        return new Joined<>(first, second);
    }

    /** One iterator after another. */
    private record Joined<T>(Iterator<T> first, Iterator<T> second) implements Iterator<T> {
        @Override
        public boolean hasNext() {
            return first.hasNext() || second.hasNext();
        }

        @Override
        public T next() {
            return first.hasNext() ? first.next() : second.next();
        }
    }

    /**
     * Returns the windows from one on whose forecasts lie before a step.
     *
     * @param first origin
     */
    private Stream<RawRecord> windows(SeriesRows rows, SeriesSteps steps, int first, int to) {
        var scales = scales(steps, first);
        return IntStream.iterate(
                        first,
                        origin -> origin + conf.horizon() < to,
                        origin -> origin + conf.stride())
                .filter(origin -> isComplete(steps, origin))
                .mapToObj(origin -> window(rows, steps, origin, false, scales));
    }

    /** Returns windows before one, in their order. */
    private Stream<RawRecord> history(SeriesRows rows, SeriesSteps steps, int origin) {
        int stride = conf.stride();
        int count = Math.min(conf.cut().history(), (origin - back + 1) / stride);
        return IntStream.range(0, count)
                .map(i -> origin - (count - i) * stride)
                .filter(before -> isComplete(steps, before))
                .mapToObj(before -> window(rows, steps, before, true, new double[0]));
    }

    /** Returns whether a window has no gap, up to the last step that is known. */
    private boolean isComplete(SeriesSteps steps, int origin) {
        int end = conf.known().isEmpty() ? steps.passed() : steps.all();
        int last = Math.min(origin + conf.horizon(), end - 1);
        return steps.has(back + last - origin, last);
    }

    private RawRecord window(
            SeriesRows rows, SeriesSteps steps, int origin, boolean history, double[] scales) {
        var past = values(steps, origin - back + 1, origin + 1);
        var future = values(steps, origin + 1, origin + 1 + conf.horizon());
        var frame =
                new SeriesFrame(
                        history,
                        origin,
                        rows.keys(),
                        rows.written(steps.time(origin)),
                        List.of(),
                        past,
                        future,
                        scales);
        return new RawRecord(
                sequence(steps, origin, conf.recursive() ? join(past, future) : past),
                conf.recursive() || conf.cut().part() == Part.LATEST
                        ? null
                        : transform.targets(past, future),
                null,
                steps.name(origin),
                null,
                frame);
    }

    /** Returns the last window of a series after its history, or why there is none. */
    private Stream<RawRecord> latest(SeriesRows rows, SeriesSteps steps) {
        int origin = steps.passed() - 1;
        if (origin < 0 || !steps.has(back, origin)) {
            return Stream.of(RawRecord.wrong(Reason.SHORT_SERIES, steps.name(Math.max(0, origin))));
        }
        if (!conf.known().isEmpty() && !steps.has(back + conf.horizon(), origin + conf.horizon())) {
            return Stream.of(RawRecord.wrong(Reason.NO_KNOWN, steps.name(origin)));
        }
        var past = values(steps, origin - back + 1, origin + 1);
        var frame =
                new SeriesFrame(
                        false,
                        origin,
                        rows.keys(),
                        rows.written(steps.time(origin)),
                        times(rows, steps, origin),
                        past,
                        new double[0],
                        new double[0]);
        var sequence = sequence(steps, origin, past);
        var last = new RawRecord(sequence, null, null, steps.name(origin), null, frame);
        return Stream.concat(history(rows, steps, origin), Stream.of(last));
    }

    /** Returns the times of the horizon: those of rows, or those by rule, or null. */
    private List<Object> times(SeriesRows rows, SeriesSteps steps, int origin) {
        if (!conf.known().isEmpty()) {
            return IntStream.rangeClosed(1, conf.horizon())
                    .mapToObj(ahead -> rows.written(steps.time(origin + ahead)))
                    .toList();
        }
        if (!conf.every().regular()) {
            return Collections.nCopies(conf.horizon(), null);
        }
        return IntStream.rangeClosed(1, conf.horizon())
                .mapToObj(
                        ahead ->
                                rows.written(
                                        SeriesTimes.after(steps.time(origin), ahead, conf.every())))
                .toList();
    }

    /**
     * Returns the vectors of a window's steps.
     *
     * @param numbers values from the first that the window needs, [steps, values]
     */
    private List<double[]> sequence(SeriesSteps steps, int origin, double[] numbers) {
        var shown = transform.steps(numbers);
        int first = origin - conf.window() + 1;
        int inputs = conf.inputs().size();
        int known = conf.known().size();
        var sequence = new ArrayList<double[]>();
        for (int i = 0; i < shown.length / values; i++) {
            var vector = new double[values + inputs + 2 * known];
            System.arraycopy(shown, i * values, vector, 0, values);
            for (int k = 0; k < inputs + known; k++) {
                vector[values + k] = steps.number(first + i, values + k);
            }
            for (int k = 0; k < known; k++) {
                vector[values + inputs + known + k] =
                        steps.number(first + i + conf.horizon(), values + inputs + k);
            }
            sequence.add(vector);
        }
        return sequence;
    }

    /** Returns the values of steps, [steps, values]; NaN for those in the future. */
    private double[] values(SeriesSteps steps, int from, int to) {
        var numbers = new double[(to - from) * values];
        for (int i = 0; i < numbers.length; i++) {
            int step = from + i / values;
            numbers[i] = step < steps.passed() ? steps.number(step, i % values) : Double.NaN;
        }
        return numbers;
    }

    private static double[] join(double[] first, double[] second) {
        return DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray();
    }

    /**
     * Returns the mean error of repeating the last season, over all steps up to the first origin;
     * NaN with fewer such errors than a season has steps.
     */
    private double[] scales(SeriesSteps steps, int origin) {
        var sums = new double[values];
        int count = 0;
        for (int t = conf.season(); t <= Math.min(origin, steps.passed() - 1); t++) {
            if (steps.has(conf.season() + 1, t)) {
                for (int k = 0; k < values; k++) {
                    sums[k] += Math.abs(steps.number(t, k) - steps.number(t - conf.season(), k));
                }
                count++;
            }
        }
        for (int k = 0; k < values; k++) {
            sums[k] = count >= conf.season() && sums[k] > 0 ? sums[k] / count : Double.NaN;
        }
        return sums;
    }
}
