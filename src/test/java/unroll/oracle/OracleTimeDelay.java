package unroll.oracle;

import java.util.Arrays;
import java.util.function.UnaryOperator;

/**
 * Time-delay layer (Waibel et al. 1989), zeros around the sequence: {@code w [outputs, kernel,
 * inputs]}, {@code b [outputs]}.
 *
 * @param activation of each output
 */
public record OracleTimeDelay(
        int kernel, int dilation, int stride, UnaryOperator<Scalar> activation)
        implements OracleLayer {
    @Override
    public Scalar[][] of(Parameters own, Scalar[][] x) {
        int inputs = x[0].length;
        int before = dilation * (kernel - 1) / 2; // steps of zeros; the odd one is at the end
        var w = own.matrix("w");
        var y = new Scalar[(x.length + stride - 1) / stride][];
        for (int t = 0; t < y.length; t++) {
            var sum = own.vector("b");
            for (int k = 0; k < kernel; k++) {
                int from = t * stride - before + k * dilation;
                if (from >= 0 && from < x.length) {
                    int first = k * inputs;
                    var tap = new Scalar[w.length][];
                    Arrays.setAll(tap, o -> Arrays.copyOfRange(w[o], first, first + inputs));
                    sum = Vectors.plus(sum, Vectors.product(tap, x[from]));
                }
            }
            y[t] = Vectors.each(sum, activation);
        }
        return y;
    }
}
