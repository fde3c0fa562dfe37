package unroll.reservoir;

import unroll.nn.Workspace;
import unroll.nn.batch.Batch;

/** A workspace whose network is not trained by gradients: its readout is solved for. */
public interface ClosedForm extends Workspace {
    /** The sums of no rows, for {@link #collect}. */
    Gram gram();

    /** Adds the rows of a batch, each sequence in the order of its steps. */
    void collect(float[] theta, Batch batch, Gram into);
}
