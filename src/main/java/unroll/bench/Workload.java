package unroll.bench;

import java.util.List;
import unroll.conf.KernelChoice;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.batch.Batch;

/** A model and batches to time it with. */
interface Workload {
    String name();

    /** Describes the model and its batches in some words. */
    String description();

    Network network(KernelChoice kernels);

    /** Returns the capacity for the largest batch. */
    Capacity capacity(boolean training);

    /** Returns batches in the order in which they are computed. */
    List<Batch> batches(long seed);

    /** Multiply-adds of the matrix products that a token needs, on average over the batches. */
    record MultiplyAdds(double training, double scoring) {}

    /**
     * Counts multiply-adds. Training has three products for each matrix, forward and for two
     * gradients; those of the first layer are of the distinct words of a batch. In scoring the
     * first layer's are precomputed.
     */
    MultiplyAdds multiplyAdds();
}
