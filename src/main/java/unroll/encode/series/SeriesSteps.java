package unroll.encode.series;

import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import unroll.conf.task.SeriesConf;
import unroll.conf.task.StepConf.Unit;
import unroll.data.DataException;
import unroll.encode.row.RawRecord;
import unroll.encode.row.Reason;

/**
 * The steps of a series: its distinct times, each with the number of good steps that precede it
 * without a gap, and the rows that are wrong.
 */
final class SeriesSteps {
    private final SeriesConf conf;
    private final SeriesRows rows;
    private final int[] place; // of each step's row
    private final int[] run; // good steps in a row up to each step, with it; 0 if it is bad
    private final int passed; // steps with values; the others lie in the future
    private final Reason[] wrong; // with each step, or with the time since the one before

    SeriesSteps(SeriesConf conf, SeriesRows rows) {
        this.conf = conf;
        this.rows = rows;
        if (conf.every().regular()
                && rows.countsInNumbers() != (conf.every().unit() == Unit.NUMBER)) {
            throw new DataException(
                    "series.every: expected a step of the times in column %s, such as %s, got %s"
                            .formatted(
                                    conf.time(),
                                    rows.countsInNumbers() ? "1" : "1 day",
                                    conf.every()));
        }
        place = distinct();
        run = new int[place.length];
        wrong = new Reason[place.length];
        passed = withValues();
        for (int t = 0; t < place.length; t++) {
            var bad = bad(t);
            wrong[t] = bad == null && t > 0 ? jump(t) : bad;
            if (bad == null) {
                run[t] = t > 0 && wrong[t] == null ? run[t - 1] + 1 : 1;
            }
        }
    }

    /** Returns the first row of each time. */
    private int[] distinct() {
        var firsts = new int[rows.rows()];
        int count = 0;
        for (int i = 0; i < rows.rows(); i++) {
            if (i == 0 || rows.time(i) != rows.time(i - 1)) {
                firsts[count++] = i;
            }
        }
        return Arrays.copyOf(firsts, count);
    }

    /** If inputs are known in advance, rows after the last value are in the future. */
    private int withValues() {
        int steps = place.length;
        while (!conf.known().isEmpty() && steps > 0 && isWithoutValues(steps - 1)) {
            steps--;
        }
        return steps;
    }

    private boolean isWithoutValues(int step) {
        for (int row = place[step]; row < end(step); row++) {
            for (int column = 0; column < conf.values().size(); column++) {
                if (!Double.isNaN(rows.number(row, column))) {
                    return false;
                }
            }
        }
        return true;
    }

    private int end(int step) {
        return step + 1 < place.length ? place[step + 1] : rows.rows();
    }

    private Reason bad(int step) {
        if (end(step) - place[step] > 1) {
            return Reason.REPEATED_TIME;
        }
        int values = conf.values().size();
        int first = step < passed ? 0 : values + conf.inputs().size();
        for (int k = first; k < values + conf.inputs().size() + conf.known().size(); k++) {
            double number = number(step, k);
            if (!Double.isFinite(number)) {
                return Reason.NOT_FINITE;
            }
            if (conf.log() && k < values && number <= 0) {
                return Reason.NOT_POSITIVE;
            }
        }
        return null;
    }

    private Reason jump(int step) {
        if (!conf.every().regular()) {
            return null;
        }
        long steps = SeriesTimes.steps(time(step - 1), time(step), conf.every());
        if (steps == 1) {
            return null;
        }
        return steps == 0 ? Reason.OFF_STEP : Reason.GAP;
    }

    /** Returns the number of steps with values. */
    int passed() {
        return passed;
    }

    /** Returns the number of steps, with those in the future. */
    int all() {
        return place.length;
    }

    /** Returns whether so many good steps in a row end with a step. */
    boolean has(int steps, int last) {
        return last < place.length && run[last] >= steps;
    }

    long time(int step) {
        return rows.time(place[step]);
    }

    double number(int step, int column) {
        return rows.number(place[step], column);
    }

    /** Returns the rows that are wrong from a step on. */
    List<RawRecord> wrong(int first) {
        return IntStream.range(Math.max(0, first), place.length)
                .filter(t -> wrong[t] != null)
                .boxed()
                .flatMap(
                        t -> {
                            var record = RawRecord.wrong(wrong[t], name(t));
                            return Collections.nCopies(end(t) - place[t], record).stream();
                        })
                .toList();
    }

    /** Returns how messages call a step. */
    String name(int step) {
        return SeriesCutter.name(conf, rows.keys(), rows.written(time(step)));
    }
}
