package unroll.optim;

import java.util.Arrays;

/**
 * Steps of momentum in which rows have no gradient. One such step is {@code v = μ v} and {@code
 * theta -= rate v} (Nesterov: {@code rate μ v}), so that several of them are
 *
 * <pre>
 * kept   = μ1 μ2 … μk                            v' = kept v
 * travel = rate1 μ1 + rate2 μ1 μ2 + …            theta' = theta - travel v
 * </pre>
 *
 * <p>where Nesterov's terms have their last μ twice: what the steps one by one give, but for
 * rounding. Both numbers are held for every step that rows may have waited since, and rate and
 * momentum may change from step to step.
 */
public final class IdleSteps {
    /** A share of a velocity that moves no float any more. */
    private static final double NOTHING = 1e-30;

    private double[] kept = new double[64]; // [steps + 1], from so many steps on until now
    private double[] travel = new double[64]; // [steps + 1]
    private int steps;
    private int first; // of earlier steps on nothing more is kept

    /** Begins anew, before the first step. */
    public void clear() {
        steps = 0;
        first = 0;
        kept[0] = 1;
        travel[0] = 0;
    }

    /** Adds a step. */
    void add(float rate, float momentum, boolean nesterov) {
        for (int since = first; since <= steps; since++) {
            kept[since] *= momentum;
            travel[since] += rate * kept[since] * (nesterov ? momentum : 1);
        }
        while (first <= steps && kept[first] < NOTHING) {
            first++;
        }
        steps++;
        if (steps == kept.length) {
            kept = Arrays.copyOf(kept, 2 * steps);
            travel = Arrays.copyOf(travel, 2 * steps);
        }
        kept[steps] = 1;
        travel[steps] = 0;
    }

    /** Returns the number of steps. */
    public int steps() {
        return steps;
    }

    /** Returns the share of its velocity that a row keeps which waited since a step. */
    public double kept(int since) {
        return kept[since];
    }

    /** Returns the multiple of its velocity by which a row moves that waited since a step. */
    public double travel(int since) {
        return travel[since];
    }

    /** Makes the steps for some elements. */
    public static void apply(
            double kept, double travel, float[] theta, float[] velocity, int from, int to) {
        for (int i = from; i < to; i++) {
            theta[i] = (float) (theta[i] - travel * velocity[i]);
            velocity[i] = (float) (kept * velocity[i]);
        }
    }
}
