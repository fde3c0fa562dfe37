package unroll.measure;

import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/** The probabilities of a network whose targets are ids, one at each step. */
public final class TargetProbabilities {
    private TargetProbabilities() {}

    /** Receives the probabilities of a step. */
    @FunctionalInterface
    public interface Receiver {
        /**
         * @param probabilities of all ids, from {@code at}. Not modified
         * @param target the step's true id
         */
        void add(float[] probabilities, int at, int target);
    }

    /**
     * Scores a batch.
     *
     * @param ids number of ids
     */
    public static void score(
            Workspace workspace, float[] theta, Batch batch, int ids, Receiver receiver) {
        int[] targets = batch.target().ids();
        workspace.score(
                theta,
                batch,
                (probabilities, first, count) -> {
                    for (int row = 0; row < count; row++) {
                        receiver.add(probabilities, row * ids, targets[first + row]);
                    }
                });
    }
}
