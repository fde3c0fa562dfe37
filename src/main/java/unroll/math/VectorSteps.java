package unroll.math;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The part of {@link VectorKernels} for optimiser steps. */
final class VectorSteps {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    private VectorSteps() {}

    static void adam(
            AdamStep step,
            float[] theta,
            float[] gradient,
            float[] mean,
            float[] square,
            int at,
            int count) {
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            FloatVector t = FloatVector.fromArray(S, theta, i);
            FloatVector g = FloatVector.fromArray(S, gradient, i).add(t.mul(step.decay()));
            FloatVector m = FloatVector.fromArray(S, mean, i);
            m = m.add(g.sub(m).mul(step.meanShare()));
            FloatVector v = FloatVector.fromArray(S, square, i).mul(step.squareKept());
            v = v.add(g.mul(g).mul(step.squareShare()));
            m.intoArray(mean, i);
            v.intoArray(square, i);
            FloatVector d = v.sqrt().mul(step.inverseRoot()).add(step.epsilon());
            t.mul(step.kept()).sub(m.div(d).mul(step.size())).intoArray(theta, i);
        }
        ScalarKernels.stepAdam(step, theta, gradient, mean, square, whole, at + count);
    }
}
