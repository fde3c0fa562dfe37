package unroll.nn.input;

import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;

/** The vectors of a stream, one a step or one an example, as they are. */
public final class VectorInput implements Layer {
    private final String stream;
    private final int columns;
    private final boolean single;

    /**
     * @param stream name of the batch's stream that is read
     * @param columns width of its vectors
     */
    public VectorInput(String stream, int columns) {
        this(stream, columns, false);
    }

    /**
     * @param single whether each example has one vector, so that less room is needed
     */
    public VectorInput(String stream, int columns, boolean single) {
        this.single = single;
        this.stream = stream;
        this.columns = columns;
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        int rows = single ? capacity.sequences() : capacity.rows();
        var output = new Activations(allocator, rows, columns, capacity.training());
        return new Pass() {
            @Override
            public Activations output() {
                return output;
            }

            @Override
            public void forward(Context context) {
                var vectors = context.batch.stream(stream);
                output.packing = vectors.packing();
                output.rows = output.packing.rows();
                System.arraycopy(vectors.values(), 0, output.value, 0, output.rows * columns);
            }

            @Override
            public void backward(Context context) {}
        };
    }
}
