package unroll.nn.recurrent;

import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Context;
import unroll.nn.batch.Packing;

/**
 * The state of a direction before its first step, as the output of a chain: a row an example,
 * [width + cell states * units], whose order may be another than that of the direction's sequences.
 */
final class InitialState {
    private final String chain;
    private final int width;
    private final int units;

    /**
     * @param width of the state that is fed back
     */
    InitialState(String chain, int width, int units) {
        this.chain = chain;
        this.width = width;
        this.units = units;
    }

    /**
     * Assigns the state.
     *
     * @param packing of the direction's sequences
     * @param state [sequences, width]
     * @param cellState [cell states][sequences, units]
     */
    void read(Context context, Packing packing, float[] state, float[][] cellState) {
        var from = context.output(chain);
        for (int place = 0; place < packing.sequences(); place++) {
            int at = row(from, context.origin(packing.example(place))) * from.columns;
            System.arraycopy(from.value, at, state, place * width, width);
            at += width;
            for (float[] block : cellState) {
                System.arraycopy(from.value, at, block, place * units, units);
                at += units;
            }
        }
    }

    /** Adds the state's gradient to that of the chain's output. */
    void backward(
            Context context,
            Kernels kernels,
            Packing packing,
            float[] dState,
            float[][] dCellState) {
        var from = context.output(chain);
        for (int place = 0; place < packing.sequences(); place++) {
            int at = row(from, context.origin(packing.example(place))) * from.columns;
            kernels.add(dState, place * width, from.gradient, at, width);
            at += width;
            for (float[] block : dCellState) {
                kernels.add(block, place * units, from.gradient, at, units);
                at += units;
            }
        }
    }

    private static int row(Activations from, int example) {
        return from.packing.row(0, from.packing.place(example));
    }
}
