package unroll.nn;

import java.util.List;
import unroll.math.Kernels;

/**
 * One or two directions over the same input; two hand on their hidden states side by side, forward
 * first.
 */
public final class RecurrentLayer implements Layer {
    private final List<Recurrent> directions;

    public RecurrentLayer(
            Layout.Builder layout,
            String name,
            Cell cell,
            int inputs,
            int units,
            boolean bidirectional) {
        this(layout, name, cell, inputs, units, bidirectional, 0);
    }

    /**
     * @param weightDrop probability that an element of a recurrent matrix is dropped from a batch
     */
    public RecurrentLayer(
            Layout.Builder layout,
            String name,
            Cell cell,
            int inputs,
            int units,
            boolean bidirectional,
            double weightDrop) {
        var forward =
                new Recurrent(layout, name + ".forward", cell, inputs, units, false, weightDrop);
        directions =
                bidirectional
                        ? List.of(
                                forward,
                                new Recurrent(
                                        layout,
                                        name + ".backward",
                                        cell,
                                        inputs,
                                        units,
                                        true,
                                        weightDrop))
                        : List.of(forward);
    }

    @Override
    public int outputs() {
        return directions.size() * directions.get(0).units;
    }

    /** Columns of the output that read from the start; the others read from the end. */
    public int forwardOutputs() {
        return directions.get(0).units;
    }

    @Override
    public long bytes(Capacity capacity) {
        long output = 4L * capacity.rows() * outputs() * (capacity.training() ? 2 : 1);
        return output
                + directions.stream().mapToLong(d -> d.bytes(capacity, capacity.rows())).sum();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Signal input) {
        return new Run(capacity, kernels, input);
    }

    private final class Run implements Pass {
        private final Signal input;
        private final Signal output;
        private final List<Recurrent.Direction> runs;

        Run(Capacity capacity, Kernels kernels, Signal input) {
            this.input = input;
            output = new Signal(capacity.rows(), outputs(), capacity.training());
            runs =
                    directions.stream()
                            .map(
                                    d ->
                                            d
                                            .new Direction(
                                                    capacity,
                                                    kernels,
                                                    input,
                                                    output,
                                                    d.reverse ? d.units : 0))
                            .toList();
        }

        @Override
        public Signal output() {
            return output;
        }

        @Override
        public void forward(Context context) {
            output.packing = input.packing;
            output.rows = input.packing.rows();
            for (var run : runs) {
                run.forward(context);
            }
        }

        @Override
        public void backward(Context context) {
            for (int i = 0; i < runs.size(); i++) {
                runs.get(i).backward(context, i > 0);
            }
        }

        @Override
        public void forget() {
            runs.forEach(Recurrent.Direction::forget);
        }
    }
}
