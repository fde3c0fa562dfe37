package unroll.task;

import java.io.Serializable;
import unroll.conf.Configuration;
import unroll.encode.Codec;
import unroll.nn.Network;

/**
 * The part of a trained model that scoring needs, as it is sent to executors. A plain class of
 * arrays and records; each executor opens a {@link Scorer} of it.
 */
public final class TrainedModel implements Serializable {
    private final Configuration conf;
    private final Codec codec;
    private final Task task;
    private final float[] theta; // in the order of the network's layout

    /** A source of parameters. */
    @FunctionalInterface
    public interface Parameters<E extends Exception> {
        float[] of(Network network) throws E;
    }

    /**
     * @param theta in the order of the layout of the task's network; must not be changed
     */
    public TrainedModel(Configuration conf, Codec codec, Task task, float[] theta) {
        this.conf = conf;
        this.codec = codec;
        this.task = task;
        this.theta = theta;
    }

    /** Returns the same model with another task of the same network. */
    public TrainedModel with(Task other) {
        return new TrainedModel(conf, codec, other, theta);
    }

    /** Returns the configuration that it was trained with. */
    public Configuration conf() {
        return conf;
    }

    public Codec codec() {
        return codec;
    }

    /** Returns its task. */
    public Task task() {
        return task;
    }

    /** Returns the parameters in the order of the network's layout; must not be changed. */
    public float[] theta() {
        return theta;
    }
}
