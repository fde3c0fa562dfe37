package unroll.spark;

import unroll.math.ExactSum;
import unroll.task.Forecast;

/** Of chances of a yes, held against yes (1), no (0), or a chance between. */
final class ChanceTally implements Tally<Forecasted> {
    /**
     * No chance counts as nearer to 0 or 1: floats below 1 lie this far apart, so that nearer ones
     * are rounded to 1.
     */
    private static final double NEAREST = 0x1p-24;

    private final ExactSum logLoss = new ExactSum();
    private final ExactSum squared = new ExactSum();
    private long hits;
    private long count;

    @Override
    public void add(Forecasted row) {
        for (int i = 0; i < row.actual().length; i++) {
            double chance = row.predicted()[i];
            double real = row.actual()[i];
            double yes = StrictMath.log(Math.max(chance, NEAREST));
            double no = StrictMath.log(Math.max(1 - chance, NEAREST));
            logLoss.add(-real * yes - (1 - real) * no);
            squared.add((chance - real) * (chance - real));
            hits += Forecast.hit(chance, real) ? 1 : 0;
            count++;
        }
    }

    @Override
    public void add(Tally<Forecasted> other) {
        var more = (ChanceTally) other;
        logLoss.add(more.logLoss);
        squared.add(more.squared);
        hits += more.hits;
        count += more.count;
    }

    @Override
    public MeasuredChances measured(long rows) {
        return new MeasuredChances(
                rows,
                count,
                logLoss.value() / count,
                (double) hits / count,
                squared.value() / count);
    }
}
