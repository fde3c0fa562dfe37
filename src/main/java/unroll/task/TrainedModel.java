package unroll.task;

import java.io.Serializable;
import unroll.conf.Configuration;
import unroll.encode.Codec;
import unroll.nn.Network;

/**
 * All that scoring needs of a trained model, as it travels to wherever rows are scored. A plain
 * class of arrays and records; {@link Scorer} is made of it there.
 */
public final class TrainedModel implements Serializable {
    private final Configuration conf;
    private final Codec codec;
    private final Task task;
    private final float[] theta; // as the network's layout says

    /** Where the parameters come from. */
    @FunctionalInterface
    public interface Parameters<E extends Exception> {
        float[] of(Network network) throws E;
    }

    /**
     * @param theta as the layout of the task's network says; not to be changed
     */
    public TrainedModel(Configuration conf, Codec codec, Task task, float[] theta) {
        this.conf = conf;
        this.codec = codec;
        this.task = task;
        this.theta = theta;
    }

    /** What it was trained with. */
    public Configuration conf() {
        return conf;
    }

    public Codec codec() {
        return codec;
    }

    /** The task that it has learnt. */
    public Task task() {
        return task;
    }

    /** As the network's layout says; not to be changed. */
    public float[] theta() {
        return theta;
    }
}
