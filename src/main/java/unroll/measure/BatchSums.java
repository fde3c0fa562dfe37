package unroll.measure;

import java.io.Serializable;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/**
 * Sums over the scores of batches. They are exact, so the order in which batches are added or sums
 * are merged does not matter.
 */
public interface BatchSums extends Serializable {
    /**
     * Scores a batch and adds its examples.
     *
     * @param theta parameters of the workspace's network
     */
    void add(Workspace workspace, float[] theta, Batch batch);
}
