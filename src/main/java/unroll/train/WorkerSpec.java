package unroll.train;

import java.io.Serializable;
import unroll.conf.Configuration;
import unroll.nn.Capacity;

/** All that a worker is told besides state, shard and round: what closures capture. */
public record WorkerSpec(Configuration conf, NetworkFactory networks) implements Serializable {

    /** What the largest batch needs. */
    public Capacity capacity() {
        return new Capacity(conf.training().batch(), conf.training().batchTokens(), true);
    }
}
