package unroll.train;

import java.io.Serializable;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.math.Kernels;
import unroll.task.Task;

/** All that a worker is told besides state, shard and round: what closures capture. */
public record WorkerSpec(Configuration conf, Task task) implements Serializable {

    Kernels kernels() {
        return kernels(conf);
    }

    static Kernels kernels(Configuration conf) {
        return conf.kernels() == KernelChoice.SCALAR ? Kernels.scalar() : Kernels.fastest();
    }
}
