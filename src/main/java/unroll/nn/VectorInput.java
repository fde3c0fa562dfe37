package unroll.nn;

import unroll.math.Kernels;

/** Hands on a batch's vectors, one a step, as they are. */
public final class VectorInput implements Layer {
    private final int columns;

    public VectorInput(int columns) {
        this.columns = columns;
    }

    @Override
    public int outputs() {
        return columns;
    }

    @Override
    public long bytes(Capacity capacity) {
        return 4L * capacity.rows() * columns * (capacity.training() ? 2 : 1);
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Signal input) {
        var output = new Signal(capacity.rows(), columns, capacity.training());
        return new Pass() {
            @Override
            public Signal output() {
                return output;
            }

            @Override
            public void forward(Context context) {
                var packing = context.batch.packing();
                output.packing = packing;
                output.rows = packing.rows();
                System.arraycopy(
                        context.batch.vectors(), 0, output.value, 0, output.rows * columns);
            }

            @Override
            public void backward(Context context) {}
        };
    }
}
