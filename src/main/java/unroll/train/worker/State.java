package unroll.train.worker;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import unroll.conf.Configuration;
import unroll.optim.Averaging;
import unroll.optim.Optimizer;

/**
 * The state of training between two rounds.
 *
 * @param theta parameters, in the order of the layout
 * @param moments of the optimiser, each laid out as theta
 * @param outer velocity of the outer optimiser, laid out as theta; empty if it has none
 * @param average of the parameters, laid out as theta; empty if none is taken
 * @param steps optimiser steps so far (of the shard that made most)
 * @param rateScale factor of the learning rate after divergence and plateaus, in (0, 1]
 * @param averagedSince step after which averaging began; {@link Averaging#NOT_YET} before
 */
public record State(
        float[] theta,
        float[][] moments,
        float[] outer,
        float[] average,
        long steps,
        double rateScale,
        long averagedSince) {

    /**
     * Returns the state before the first step.
     *
     * @param theta initial values of the parameters
     */
    public static State initial(float[] theta, Configuration conf) {
        int moments = Optimizer.of(conf.training().optimizer()).moments().size();
        int outer = conf.sync().outer().plain() ? 0 : theta.length;
        var averaging = new Averaging(conf.training().averaging());
        return new State(
                theta,
                new float[moments][theta.length],
                new float[outer],
                averaging.on() ? theta.clone() : new float[0],
                0,
                1,
                averaging.start());
    }

    /** Returns the names of the vectors of a run's states. */
    public static Set<String> names(Configuration conf) {
        return initial(new float[1], conf).vectors().keySet();
    }

    /** Returns the state of {@link #vectors}. */
    public static State of(
            Map<String, float[]> vectors, long steps, double rateScale, long averagedSince) {
        var moments = new ArrayList<float[]>();
        while (vectors.containsKey("moment" + moments.size())) {
            moments.add(vectors.get("moment" + moments.size()));
        }
        return new State(
                vectors.get("theta"),
                moments.toArray(new float[0][]),
                vectors.getOrDefault("outer", new float[0]),
                vectors.getOrDefault("average", new float[0]),
                steps,
                rateScale,
                averagedSince);
    }

    /** Returns the same at another rate. */
    public State withRateScale(double scale) {
        return new State(theta, moments, outer, average, steps, scale, averagedSince);
    }

    /** Returns the same with averaging from here on. */
    public State startAveraging() {
        return new State(theta, moments, outer, theta, steps, rateScale, steps);
    }

    /** Returns the parameters to evaluate and export: the average, or the last ones without it. */
    public float[] model() {
        return averagedSince == Averaging.NOT_YET ? theta : average;
    }

    /** Returns whether every number is finite. */
    public boolean finite() {
        return vectors().values().stream().allMatch(State::finite);
    }

    private static boolean finite(float[] vector) {
        float sum = 0; // 0 times a number is 0 unless the number is not finite
        for (float x : vector) {
            sum += 0 * x;
        }
        return sum == 0;
    }

    /** Returns the vectors by their names in checkpoints. */
    public Map<String, float[]> vectors() {
        var vectors = new LinkedHashMap<String, float[]>();
        vectors.put("theta", theta);
        for (int i = 0; i < moments.length; i++) {
            vectors.put("moment" + i, moments[i]);
        }
        if (outer.length > 0) {
            vectors.put("outer", outer);
        }
        if (average.length > 0) {
            vectors.put("average", average);
        }
        return vectors;
    }
}
