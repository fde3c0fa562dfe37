package unroll.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/** What {@link VectorKernels} does for an optimiser's step. */
final class VectorSteps {
    private static final VectorSpecies<Float> S = FloatVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();
    private static final VectorSpecies<Double> D = DoubleVector.SPECIES_PREFERRED;

    /** As many floats as there are doubles in a vector. */
    private static final VectorSpecies<Float> HALF =
            VectorSpecies.of(
                    float.class, VectorShape.forBitSize(Math.max(64, D.vectorBitSize() / 2)));

    private static final ScalarKernels SCALAR = new ScalarKernels();

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

    static double sumOfSquares(float[] x, int at, int count) {
        int end = at + count / 16 * 16;
        double whole =
                switch (D.length()) {
                    case 8 -> squaresOfEightLanes(x, at, end);
                    case 4 -> squaresOfFourLanes(x, at, end);
                    default -> SCALAR.sumOfSquares(x, at, end - at);
                };
        return whole + ScalarKernels.restOfSquares(x, end, at + count);
    }

    private static double squaresOfEightLanes(float[] x, int from, int to) {
        DoubleVector a = DoubleVector.zero(D);
        DoubleVector b = a;
        for (int i = from; i < to; i += 16) {
            a = a.add(square(x, i));
            b = b.add(square(x, i + 8));
        }
        a = a.add(b);
        return ((a.lane(0) + a.lane(4)) + (a.lane(2) + a.lane(6)))
                + ((a.lane(1) + a.lane(5)) + (a.lane(3) + a.lane(7)));
    }

    private static double squaresOfFourLanes(float[] x, int from, int to) {
        DoubleVector a = DoubleVector.zero(D);
        DoubleVector b = a;
        DoubleVector c = a;
        DoubleVector d = a;
        for (int i = from; i < to; i += 16) {
            a = a.add(square(x, i));
            b = b.add(square(x, i + 4));
            c = c.add(square(x, i + 8));
            d = d.add(square(x, i + 12));
        }
        a = a.add(c).add(b.add(d));
        return (a.lane(0) + a.lane(2)) + (a.lane(1) + a.lane(3));
    }

    private static DoubleVector square(float[] x, int i) {
        Vector<Double> wide =
                FloatVector.fromArray(HALF, x, i).convertShape(VectorOperators.F2D, D, 0);
        return (DoubleVector) wide.mul(wide);
    }
}
