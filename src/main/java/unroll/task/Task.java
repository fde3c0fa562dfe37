package unroll.task;

import java.io.Serializable;
import unroll.data.Plan;
import unroll.data.Schema;
import unroll.data.Shard;
import unroll.nn.Batch;
import unroll.nn.Capacity;
import unroll.nn.Network;
import unroll.nn.Workspace;

/**
 * What is learnt, as workers know it: the network, the batches that it reads, and how its scores
 * are measured. One file a task; {@link Tasks} is the registry. Implementations are records:
 * workers are sent them, and equal tasks share memory.
 */
public interface Task extends Serializable {
    /** The contents of its examples. */
    Schema schema();

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

    /** Scores a batch and adds it to what was measured before. */
    void measure(Workspace workspace, float[] theta, Batch batch, Evaluation into);

    /**
     * Scores as people read them, as a new array or as they are: of classes the probabilities, of
     * labels their logarithms; values, still standardised; chances of a yes in [0, 1].
     *
     * @param scores of the network: [rows, outputs]
     */
    default float[] decode(float[] scores) {
        return scores;
    }

    /** What {@link #measure} counts beside the loss. */
    Metric metric();

    /** The metric's value. */
    default double score(Evaluation evaluation) {
        return evaluation.score(metric());
    }
}
