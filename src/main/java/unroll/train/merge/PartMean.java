package unroll.train.merge;

import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import unroll.train.worker.ArraySerialization;
import unroll.train.worker.Metrics;
import unroll.train.worker.Part;

/** A part of the mean of a round's updates. A plain class, since Kryo cannot read records. */
public final class PartMean implements Serializable {
    private Part part;
    private float[][] values; // [vectors][elements of the part]; none if no update has weight
    private boolean[][] merged; // [by-row slices][rows of the part], whether a shard used the row
    private double weight;
    private long steps;
    private double[] idle; // [by-row slices, 2], as of an update
    private double[] total; // of the first part
    private Metrics metrics; // of the first part

    PartMean(
            Part part,
            float[][] values,
            boolean[][] merged,
            double weight,
            long steps,
            double[] idle,
            double[] total,
            Metrics metrics) {
        this.part = part;
        this.values = values;
        this.merged = merged;
        this.weight = weight;
        this.steps = steps;
        this.idle = idle;
        this.total = total;
        this.metrics = metrics;
    }

    /** Returns what concerns all parts. */
    PartMean withoutValues() {
        return new PartMean(
                part, new float[0][], new boolean[0][], weight, steps, idle, total, metrics);
    }

    // For Java serialisation only: Kryo, which is fast by itself, uses the fields.

    private void writeObject(ObjectOutputStream out) throws IOException {
        out.writeObject(part);
        ArraySerialization.write(out, values);
        out.writeObject(merged);
        out.writeDouble(weight);
        out.writeLong(steps);
        out.writeObject(idle);
        out.writeObject(total);
        out.writeObject(metrics);
    }

    private void readObject(ObjectInputStream in) throws IOException, ClassNotFoundException {
        part = (Part) in.readObject();
        values = ArraySerialization.readVectors(in);
        merged = (boolean[][]) in.readObject();
        weight = in.readDouble();
        steps = in.readLong();
        idle = (double[]) in.readObject();
        total = (double[]) in.readObject();
        metrics = (Metrics) in.readObject();
    }

    Part part() {
        return part;
    }

    float[][] values() {
        return values;
    }

    boolean[] merged(int slice) {
        return merged[slice];
    }

    double weight() {
        return weight;
    }

    long steps() {
        return steps;
    }

    double[] idle() {
        return idle;
    }

    double[] total() {
        return total;
    }

    Metrics metrics() {
        return metrics;
    }
}
