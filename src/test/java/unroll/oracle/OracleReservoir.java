package unroll.oracle;

import java.util.Arrays;

/**
 * An echo state network (Jaeger 2001), dense and in double: {@code x' = (1 - leak) x + leak tanh(wx
 * u + b + wh x)} from zero, and a linear readout of one, u and x'.
 *
 * @param wx [units][inputs]
 * @param b [units]
 * @param wh [units][units]
 */
public record OracleReservoir(double[][] wx, double[] b, double[][] wh, double leak) {
    /**
     * What the readout sees at every step.
     *
     * @param u [steps][inputs]
     * @return [steps][1 + inputs + units]
     */
    public double[][] features(double[][] u) {
        int inputs = wx[0].length;
        var features = new double[u.length][1 + inputs + b.length];
        var x = new double[b.length];
        for (int t = 0; t < u.length; t++) {
            var before = x;
            int step = t;
            x = new double[b.length];
            Arrays.setAll(
                    x,
                    i ->
                            (1 - leak) * before[i]
                                    + leak
                                            * Math.tanh(
                                                    dot(wx[i], u[step])
                                                            + b[i]
                                                            + dot(wh[i], before)));
            features[t][0] = 1;
            System.arraycopy(u[t], 0, features[t], 1, inputs);
            System.arraycopy(x, 0, features[t], 1 + inputs, x.length);
        }
        return features;
    }

    /**
     * A readout's output at every step.
     *
     * @param weights [outputs][1 + inputs + units]
     * @return [steps][outputs]
     */
    public double[][] outputs(double[][] u, double[][] weights) {
        var features = features(u);
        var y = new double[u.length][weights.length];
        for (int t = 0; t < y.length; t++) {
            for (int k = 0; k < weights.length; k++) {
                y[t][k] = dot(weights[k], features[t]);
            }
        }
        return y;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
