package unroll.train;

import java.io.Serializable;

/**
 * What is broadcast of a state. A plain class, since Kryo cannot read records. Never written to.
 */
public final class Snapshot implements Serializable {
    private final float[] theta;
    private final float[][] moments; // none where the workers need none
    private final long steps;
    private final double rateScale;

    Snapshot(float[] theta, float[][] moments, long steps, double rateScale) {
        this.theta = theta;
        this.moments = moments;
        this.steps = steps;
        this.rateScale = rateScale;
    }

    /** Parameters alone, as scoring needs them. */
    public static Snapshot of(float[] theta) {
        return new Snapshot(theta, new float[0][], 0, 1);
    }

    float[] theta() {
        return theta;
    }

    float[][] moments() {
        return moments;
    }

    long steps() {
        return steps;
    }

    double rateScale() {
        return rateScale;
    }
}
