package unroll.train;

import java.io.Serializable;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.math.Kernels;
import unroll.nn.Capacity;

/** All that a worker is told besides state, shard and round: what closures capture. */
public record WorkerSpec(Configuration conf, NetworkFactory networks) implements Serializable {

    /** What the largest batch needs. */
    public Capacity capacity() {
        return new Capacity(conf.training().batch(), conf.training().batchTokens(), true);
    }

    Kernels kernels() {
        return kernels(conf);
    }

    static Kernels kernels(Configuration conf) {
        return conf.kernels() == KernelChoice.SCALAR ? Kernels.scalar() : Kernels.fastest();
    }
}
