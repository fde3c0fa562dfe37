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
    private final float[] theta; // as the network's layout says

    /**
     * @param parameters gives theta for the network that the configuration describes
     */
    public static <E extends Exception> TrainedModel of(
            Configuration conf, Codec codec, Parameters<E> parameters) throws E {
        return new TrainedModel(conf, codec, parameters.of(Tasks.of(conf, codec).network()));
    }

    /** Where the parameters come from. */
    @FunctionalInterface
    public interface Parameters<E extends Exception> {
        float[] of(Network network) throws E;
    }

    private TrainedModel(Configuration conf, Codec codec, float[] theta) {
        this.conf = conf;
        this.codec = codec;
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
        return Tasks.of(conf, codec);
    }

    /** As the network's layout says; not to be changed. */
    public float[] theta() {
        return theta;
    }
}
