package unroll.nn;

import java.util.List;
import unroll.nn.batch.RowSet;

/** A layer with its buffers. */
public interface Pass {
    Signal output();

    /** Assigns the output's values from the input's. */
    void forward(Context context);

    /** Assigns parameter gradients and the input's gradient from the output's. */
    void backward(Context context);

    /**
     * Rows that the last forward used of the layer's by-row parameters, one set a parameter, in the
     * layout's order.
     */
    default List<RowSet> used() {
        return List.of();
    }

    /** Says that parameters have changed since the last forward for scoring. */
    default void forget() {}
}
