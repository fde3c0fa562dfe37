package unroll.optim;

import java.util.List;

/**
 * Adam (Kingma and Ba, 2015, algorithm 1), rounded as PyTorch does:
 *
 * <pre>
 * m += (1 - beta1) (g - m)
 * v  = beta2 v + (1 - beta2) g²
 * theta -= rate / (1 - beta1^t) · m / (sqrt(v) / sqrt(1 - beta2^t) + epsilon)
 * </pre>
 *
 * Rows that no range holds keep their moments while t goes on: PyTorch's SparseAdam.
 */
record Adam(double beta1, double beta2, double epsilon) implements Optimizer {

    @Override
    public List<String> moments() {
        return List.of("mean", "square");
    }

    @Override
    public void step(
            float[] theta,
            float[] gradient,
            float[][] moments,
            Ranges ranges,
            double rate,
            long step) {
        // StrictMath: the same bits on every machine.
        float size = (float) (rate / (1 - StrictMath.pow(beta1, (double) step)));
        float root = (float) Math.sqrt(1 - StrictMath.pow(beta2, (double) step));
        for (int r = 0; r < ranges.count(); r++) {
            step(
                    theta,
                    gradient,
                    moments[0],
                    moments[1],
                    ranges.from(r),
                    ranges.to(r),
                    (float) (1 - beta1),
                    (float) beta2,
                    (float) (1 - beta2),
                    size,
                    1 / root,
                    (float) epsilon);
        }
    }

    private static void step(
            float[] theta,
            float[] gradient,
            float[] mean,
            float[] square,
            int from,
            int to,
            float meanShare,
            float squareKept,
            float squareShare,
            float size,
            float inverseRoot,
            float epsilon) {
        for (int i = from; i < to; i++) {
            float g = gradient[i];
            float m = mean[i] + meanShare * (g - mean[i]);
            float v = squareKept * square[i] + squareShare * (g * g);
            mean[i] = m;
            square[i] = v;
            theta[i] -= size * (m / ((float) Math.sqrt(v) * inverseRoot + epsilon));
        }
    }
}
