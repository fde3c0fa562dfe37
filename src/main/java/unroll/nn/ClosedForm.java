package unroll.nn;

import java.util.Optional;
import unroll.nn.batch.Batch;

/**
 * The trained parameters of a network as the solution of equations, in place of gradients: parts of
 * the data give sums, and the sums of all parts give the parameters.
 */
public interface ClosedForm {
    /** Returns the number of sums. */
    int size();

    /** Opens the sums of no batches, for batches up to {@code capacity}. */
    Sums sums(Capacity capacity);

    /**
     * Returns all parameters, with those that minimise the mean squared error plus {@code ridge}
     * times their squares; empty if the equations have no solution within rounding.
     *
     * @param theta the parameters that are not solved for. Not modified
     * @param sums of all data
     */
    Optional<float[]> solve(float[] theta, double[] sums, double ridge);

    /** Sums over batches. */
    interface Sums {
        /** Adds the rows of a batch, each sequence in the order of its steps. */
        void add(float[] theta, Batch batch);

        /** Returns the sums so far, [size]; valid until the next batch. */
        double[] values();

        /** Returns the number of rows added. */
        double rows();
    }
}
