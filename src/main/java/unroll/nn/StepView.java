package unroll.nn;

import unroll.nn.batch.Packing;

/** One step of a batch in one direction of a recurrent layer, as an {@link Observer} sees it. */
public interface StepView {
    DirectionView direction();

    Packing packing();

    /** Returns the step's place in its sequences, from 0. */
    int t();

    /** Returns the blocks, after the cell's forward. */
    Step step();

    /** Returns the state after the step, which is output and fed back, [active, width]. */
    float[] state();

    /**
     * Returns the Jacobian of the state after the step by the state before it, for the sequence at
     * a packed place: [width, width], a row for each unit after the step. The cell state before the
     * step is held fixed.
     *
     * @throws IllegalArgumentException if the state depends on others than the one before, see
     *     {@link DirectionView#feedsBackOneStep}
     */
    float[] jacobian(int place);
}
