package unroll.math;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The part of {@link VectorKernels} in double: the operations of {@link LogSpace}, lane by lane.
 * The polynomials are written out in their loops: methods of this length are compiled alone. Where
 * the compiler inlines several such loops into a caller, it runs out of room and the later ones
 * allocate their vectors.
 */
final class VectorLogSpace {
    private static final VectorSpecies<Double> S = DoubleVector.SPECIES_PREFERRED;
    private static final int LANES = S.length();

    private VectorLogSpace() {}

    static void exp(double[] x, int at, int count) {
        int whole = at + count / LANES * LANES;
        for (int i = at; i < whole; i += LANES) {
            var v = DoubleVector.fromArray(S, x, i).max(LogSpace.LOWEST);
            var shifted = v.fma(constant(LogSpace.LOG2_E), constant(LogSpace.ROUNDING));
            var n = shifted.sub(LogSpace.ROUNDING);
            var r = n.fma(constant(-LogSpace.LN2_HIGH), v);
            r = n.fma(constant(-LogSpace.LN2_LOW), r);
            var p = r.fma(constant(LogSpace.E13), constant(LogSpace.E12));
            p = p.fma(r, constant(LogSpace.E11));
            p = p.fma(r, constant(LogSpace.E10));
            p = p.fma(r, constant(LogSpace.E9));
            p = p.fma(r, constant(LogSpace.E8));
            p = p.fma(r, constant(LogSpace.E7));
            p = p.fma(r, constant(LogSpace.E6));
            p = p.fma(r, constant(LogSpace.E5));
            p = p.fma(r, constant(LogSpace.E4));
            p = p.fma(r, constant(LogSpace.E3));
            p = p.fma(r, constant(0.5));
            p = p.fma(r, constant(1));
            p = p.fma(r, constant(1));
            var scale =
                    shifted.reinterpretAsLongs()
                            .lanewise(VectorOperators.LSHL, LogSpace.EXPONENT_AT)
                            .add(LogSpace.ONE_BITS)
                            .reinterpretAsDoubles();
            p.mul(scale).intoArray(x, i);
        }
        for (int i = whole; i < at + count; i++) {
            x[i] = LogSpace.exp(x[i]);
        }
    }

    static void sumPaths(
            double[] x,
            int xAt,
            double[] gate,
            double[] plus,
            int first,
            double[] y,
            int yAt,
            int count,
            double[] work) {
        int whole = count / LANES * LANES;
        compare(x, xAt, gate, first, y, yAt, whole, work);
        exp(work, 0, 3 * whole);
        collect(plus, first, y, yAt, whole, work);
        ScalarKernels.sumPaths(x, xAt, gate, plus, first, y, yAt, whole, count);
    }

    /** {@code y} = the largest of three ways; {@code work} = each of them less that. */
    private static void compare(
            double[] x,
            int xAt,
            double[] gate,
            int first,
            double[] y,
            int yAt,
            int count,
            double[] work) {
        for (int i = 0; i < count; i += LANES) {
            var a = DoubleVector.fromArray(S, x, xAt + i);
            var b = DoubleVector.fromArray(S, x, xAt + i - 1);
            var c = DoubleVector.fromArray(S, x, xAt + i - 2);
            c = c.add(DoubleVector.fromArray(S, gate, first + i));
            var largest = a.max(b).max(c);
            a.sub(largest).intoArray(work, i);
            b.sub(largest).intoArray(work, count + i);
            c.sub(largest).intoArray(work, 2 * count + i);
            largest.intoArray(y, yAt + i);
        }
    }

    /** {@code y += plus + log} of the sum of the three. */
    private static void collect(
            double[] plus, int first, double[] y, int yAt, int count, double[] work) {
        for (int i = 0; i < count; i += LANES) {
            var sum = DoubleVector.fromArray(S, work, i);
            sum = sum.add(DoubleVector.fromArray(S, work, count + i));
            sum = sum.add(DoubleVector.fromArray(S, work, 2 * count + i));
            var bits = sum.reinterpretAsLongs();
            var exponent =
                    bits.add(LogSpace.ROOT_TO_ONE)
                            .lanewise(VectorOperators.LSHR, LogSpace.EXPONENT_AT);
            var n =
                    exponent.or(LogSpace.WHOLE_BITS)
                            .reinterpretAsDoubles()
                            .sub(LogSpace.WHOLE_ZERO);
            var m =
                    bits.add(LogSpace.ONE_BITS)
                            .sub(exponent.lanewise(VectorOperators.LSHL, LogSpace.EXPONENT_AT))
                            .reinterpretAsDoubles();
            var z = m.sub(1).div(m.add(1));
            var u = z.mul(z);
            var p = u.fma(constant(LogSpace.L21), constant(LogSpace.L19));
            p = p.fma(u, constant(LogSpace.L17));
            p = p.fma(u, constant(LogSpace.L15));
            p = p.fma(u, constant(LogSpace.L13));
            p = p.fma(u, constant(LogSpace.L11));
            p = p.fma(u, constant(LogSpace.L9));
            p = p.fma(u, constant(LogSpace.L7));
            p = p.fma(u, constant(LogSpace.L5));
            p = p.fma(u, constant(LogSpace.L3));
            var small = z.mul(u).fma(p, n.mul(LogSpace.LN2_LOW));
            var log = n.fma(constant(LogSpace.LN2_HIGH), z.fma(constant(2), small));
            var all = DoubleVector.fromArray(S, y, yAt + i).add(log);
            DoubleVector.fromArray(S, plus, first + i).add(all).intoArray(y, yAt + i);
        }
    }

    private static DoubleVector constant(double value) {
        return DoubleVector.broadcast(S, value);
    }
}
