package unroll.train;

import java.io.Serializable;
import unroll.conf.Configuration;
import unroll.math.Kernels;
import unroll.task.ChosenKernels;
import unroll.task.Task;

/** All that a worker is told besides state, shard and round: what closures capture. */
public record WorkerSpec(Configuration conf, Task task) implements Serializable {

    Kernels kernels() {
        return ChosenKernels.of(conf.kernels());
    }
}
