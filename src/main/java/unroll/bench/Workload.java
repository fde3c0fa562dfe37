package unroll.bench;

import java.util.List;
import java.util.function.Consumer;
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

    /** Returns whether training is timed too. */
    default boolean trains() {
        return true;
    }

    /** Returns the tokens of a batch that are counted. */
    default int tokens(Batch batch) {
        return batch.packing().rows();
    }

    /** Opens the pass over a batch that is timed as scoring. */
    default Consumer<Batch> scoring(KernelChoice kernels) {
        var network = network(kernels);
        var theta = network.layout().initialParameters(1);
        var workspace = network.open(capacity(false));
        return batch -> workspace.score(theta, batch);
    }

    /** Multiply-adds of the matrix products that a token needs, on average over the batches. */
    record MultiplyAdds(double training, double scoring) {}

    /**
     * Counts multiply-adds. Training has three products for each matrix, forward and for two
     * gradients; those of the first layer are of the distinct words of a batch. In scoring the
     * first layer's are precomputed.
     */
    MultiplyAdds multiplyAdds();
}
