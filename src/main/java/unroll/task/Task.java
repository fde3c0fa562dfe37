package unroll.task;

import java.io.Serializable;
import unroll.data.Plan;
import unroll.data.Shard;
import unroll.nn.Batch;
import unroll.nn.Capacity;
import unroll.nn.Form;
import unroll.nn.Network;

/**
 * What is learnt, as workers know it: the network, the batches that it reads, and how its scores
 * are measured. One file a task; {@link Tasks} is the registry. Implementations are records:
 * workers are sent them, and equal tasks share memory.
 */
public interface Task extends Serializable {
    /** What a batch holds. */
    Form form();

    /** Builds the network. */
    Network network();

    /** What the largest batch of training needs. */
    Capacity capacity();

    /**
     * The batches of an epoch of training.
     *
     * @param key what is random in them depends on
     */
    Plan epoch(Shard shard, long key);

    /** The batches of a pass for measuring, no larger than those of training. */
    Plan inOrder(Shard shard);

    /**
     * The batches of a pass that looks inside: sequences as long as those of training, in the
     * shard's order.
     */
    default Plan inTrainingLengths(Shard shard) {
        return inOrder(shard);
    }

    /**
     * Adds a batch to what was measured before.
     *
     * @param scores of the network: [sequences or rows, outputs] in packed order
     */
    void measure(float[] scores, Batch batch, Evaluation into);

    /** What {@link #measure} counts beside the loss. */
    Metric metric();
}
