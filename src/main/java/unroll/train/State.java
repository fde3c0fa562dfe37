package unroll.train;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What a round starts from, and all that the next one needs.
 *
 * @param theta parameters, as the layout says
 * @param moments of the optimiser, each laid out as theta
 * @param outer velocity of the outer optimiser, laid out as theta; empty where it has none
 * @param steps optimiser steps so far (of the shard that made most)
 * @param rateScale what divergence left of the learning rate, in (0, 1]
 */
public record State(float[] theta, float[][] moments, float[] outer, long steps, double rateScale) {

    /** The vectors by name, as checkpoints hold them. */
    public Map<String, float[]> vectors() {
        var vectors = new LinkedHashMap<String, float[]>();
        vectors.put("theta", theta);
        for (int i = 0; i < moments.length; i++) {
            vectors.put("moment" + i, moments[i]);
        }
        if (outer.length > 0) {
            vectors.put("outer", outer);
        }
        return vectors;
    }
}
