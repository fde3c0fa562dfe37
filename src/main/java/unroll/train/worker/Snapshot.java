package unroll.train.worker;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import unroll.optim.Averaging;

/**
 * The part of a state that is broadcast. Immutable. A plain class, since Kryo cannot read records.
 */
public final class Snapshot implements Serializable {
    private float[] theta;
    private float[][] moments; // empty if the workers need none
    private float[] average; // empty if the workers need none
    private long steps;
    private double rateScale;
    private long averagedSince;

    public Snapshot(
            float[] theta,
            float[][] moments,
            float[] average,
            long steps,
            double rateScale,
            long averagedSince) {
        this.theta = theta;
        this.moments = moments;
        this.average = average;
        this.steps = steps;
        this.rateScale = rateScale;
        this.averagedSince = averagedSince;
    }

    /** Returns parameters alone, for scoring. */
    public static Snapshot of(float[] theta) {
        return new Snapshot(theta, new float[0][], new float[0], 0, 1, Averaging.NOT_YET);
    }

    /** Returns the number of vectors. */
    public int vectors() {
        return 1 + moments.length + (average.length > 0 ? 1 : 0);
    }

    // For Java serialisation only: Kryo, which is fast by itself, uses the fields.

    private void writeObject(ObjectOutputStream out) throws IOException {
        ArraySerialization.write(out, theta);
        ArraySerialization.write(out, moments);
        ArraySerialization.write(out, average);
        out.writeLong(steps);
        out.writeDouble(rateScale);
        out.writeLong(averagedSince);
    }

    private void readObject(ObjectInputStream in) throws IOException {
        theta = ArraySerialization.readFloats(in);
        moments = ArraySerialization.readVectors(in);
        average = ArraySerialization.readFloats(in);
        steps = in.readLong();
        rateScale = in.readDouble();
        averagedSince = in.readLong();
    }

    public float[] theta() {
        return theta;
    }

    float[][] moments() {
        return moments;
    }

    float[] average() {
        return average;
    }

    long averagedSince() {
        return averagedSince;
    }

    long steps() {
        return steps;
    }

    double rateScale() {
        return rateScale;
    }
}
