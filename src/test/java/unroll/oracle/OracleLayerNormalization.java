package unroll.oracle;

/** Layer normalisation (Ba et al. 2016): {@code gain [columns]}, {@code bias [columns]}. */
public final class OracleLayerNormalization implements OracleLayer {
    @Override
    public Scalar[][] of(Parameters own, Scalar[][] x) {
        var y = new Scalar[x.length][];
        for (int t = 0; t < x.length; t++) {
            var mean = mean(x[t]);
            var centred = Vectors.each(x[t], s -> s.minus(mean));
            var variance = mean(Vectors.times(centred, centred));
            var scale = variance.plus(1e-5).log().times(-0.5).exp();
            var normal = Vectors.each(centred, s -> s.times(scale));
            y[t] = Vectors.plus(Vectors.times(own.vector("gain"), normal), own.vector("bias"));
        }
        return y;
    }

    private static Scalar mean(Scalar[] x) {
        var sum = x[0];
        for (int i = 1; i < x.length; i++) {
            sum = sum.plus(x[i]);
        }
        return sum.times(1.0 / x.length);
    }
}
