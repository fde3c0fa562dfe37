package unroll.nn.recurrent;

import java.util.ArrayList;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Cell;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;
import unroll.nn.input.Embedding;

/**
 * One or two directions over the same input; the outputs of two lie side by side, forward first.
 */
public final class RecurrentLayer implements Layer {
    private final List<Recurrent> directions;

    /** Creates a layer whose hidden states are output and fed back from step to step. */
    public RecurrentLayer(
            Layout.Builder layout,
            String name,
            Cell cell,
            int inputs,
            int units,
            boolean bidirectional) {
        this(
                layout,
                name,
                cell,
                inputs,
                units,
                false,
                bidirectional,
                Feedback.PLAIN,
                Conditioning.NONE);
    }

    /**
     * @param lookup whether the input is one-hot, see {@link Embedding#oneHot}
     * @param conditioning what it takes from other chains
     * @throws IllegalArgumentException if two directions have inputs computed at each step
     */
    public RecurrentLayer(
            Layout.Builder layout,
            String name,
            Cell cell,
            int inputs,
            int units,
            boolean lookup,
            boolean bidirectional,
            Feedback feedback,
            Conditioning conditioning) {
        if (bidirectional && conditioning.steps()) {
            throw new IllegalArgumentException(
                    name + ": inputs computed at each step have one direction, got two");
        }
        directions = new ArrayList<>();
        for (boolean reverse : bidirectional ? new boolean[] {false, true} : new boolean[1]) {
            var direction = name + (reverse ? ".backward" : ".forward");
            directions.add(
                    new Recurrent(
                            layout,
                            direction,
                            cell,
                            inputs,
                            units,
                            lookup,
                            reverse,
                            feedback,
                            conditioning));
        }
    }

    @Override
    public int outputs() {
        return directions.size() * directions.get(0).outputs();
    }

    /** Returns the columns of the output that read from the start; the others read from the end. */
    public int forwardOutputs() {
        return outputs() / directions.size();
    }

    @Override
    public Pass open(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
        return new Run(capacity, kernels, allocator, input);
    }

    private final class Run implements Pass {
        private final Activations input;
        private final Activations output;
        private final List<Direction> runs;

        Run(Capacity capacity, Kernels kernels, Allocator allocator, Activations input) {
            this.input = input;
            output = new Activations(allocator, capacity.rows(), outputs(), capacity.training());
            runs =
                    directions.stream()
                            .map(
                                    d ->
                                            d.open(
                                                    capacity, kernels, allocator, input, output,
                                                    column(d)))
                            .toList();
        }

        private int column(Recurrent direction) {
            return direction.reverse ? direction.width() : 0;
        }

        @Override
        public Activations output() {
            return output;
        }

        /** Returns the words of each input matrix that is looked up by word. */
        @Override
        public List<RowSet> used() {
            return directions.stream().filter(d -> d.lookup).map(d -> input.ones).toList();
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
        public void reorder(int[] parents, int sequences) {
            runs.forEach(run -> run.reorder(parents, sequences));
        }

        @Override
        public void invalidate() {
            runs.forEach(Direction::invalidate);
        }
    }
}
