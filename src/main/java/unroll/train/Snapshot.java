package unroll.train;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;

/**
 * What is broadcast of a state. A plain class, since Kryo cannot read records. Never written to.
 */
public final class Snapshot implements Serializable {
    private float[] theta;
    private float[][] moments; // none where the workers need none
    private long steps;
    private double rateScale;

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

    // Java serialisation only: Kryo, which is fast by itself, goes by the fields.

    private void writeObject(ObjectOutputStream out) throws IOException {
        Numbers.write(out, theta);
        Numbers.write(out, moments);
        out.writeLong(steps);
        out.writeDouble(rateScale);
    }

    private void readObject(ObjectInputStream in) throws IOException {
        theta = Numbers.readFloats(in);
        moments = Numbers.readVectors(in);
        steps = in.readLong();
        rateScale = in.readDouble();
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
