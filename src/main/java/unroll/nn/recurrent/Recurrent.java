package unroll.nn.recurrent;

import java.util.ArrayList;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Cell;
import unroll.nn.DirectionView;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.Step;

/**
 * A cell that is run along time in one direction: its parameters and sizes. {@link Direction} runs
 * it.
 *
 * <p>Parameters: {@code wx} [gates * units, inputs], or where the input is one-hot [inputs, gates *
 * units], of which a batch touches the rows of its words; {@code wh} [recurrents * units, width]
 * for the step before, {@code wh4} for the fourth before, and so on; {@code b} [blocks * units];
 * {@code wi} [units, units] where the cell has a second product, {@code wi4} as above; {@code lags}
 * [lags, units] where the cell has no products and several lags, see {@link LagBlend}; the cell's
 * own vectors [units]; {@code v} and {@code c} of the output layer, where one is fed back; {@code
 * wc0} [gates * units, columns] for the first input that is computed at each step, and so on, the
 * output of the step before last. The width is that of the state that is fed back.
 */
final class Recurrent implements DirectionView {
    private final String name;
    final Cell cell;
    final int inputs;
    final int units;
    final boolean lookup;
    final boolean reverse;
    final Feedback feedback;
    final Conditioning conditioning;
    final Layout.Slice wx;
    final List<Layout.Slice> wh = new ArrayList<>(); // one a lag; none without recurrent products
    final List<Layout.Slice> wi = new ArrayList<>(); // one a lag; none without a second product
    final Layout.Slice lags; // null without a mean over lags
    final Layout.Slice b;
    final List<Layout.Slice> vectors = new ArrayList<>();
    final OutputLayer outputLayer; // null if the output is the hidden state
    final List<Layout.Slice> wc = new ArrayList<>(); // one an input computed at each step

    /**
     * @param name prefix of the parameters' names
     * @param lookup whether the input is one-hot
     * @param reverse whether it reads from the end
     */
    Recurrent(
            Layout.Builder layout,
            String name,
            Cell cell,
            int inputs,
            int units,
            boolean lookup,
            boolean reverse,
            Feedback feedback,
            Conditioning conditioning) {
        this.name = name;
        this.cell = cell;
        this.inputs = inputs;
        this.units = units;
        this.lookup = lookup;
        this.reverse = reverse;
        this.feedback = feedback;
        this.conditioning = conditioning;
        if (feedback.outputs() > 0
                && (cell.passesHidden() || cell.reset() >= 0 || cell.recurrents() == 0)) {
            throw new IllegalArgumentException(
                    "an output can be fed back only to a cell that reads no hidden state but by"
                            + " products");
        }
        int rows = cell.gates() * units;
        wx =
                lookup
                        ? layout.addByRow(
                                name + ".wx",
                                Initializers.glorotByInput(cell.gates()),
                                inputs,
                                rows)
                        : layout.add(name + ".wx", Initializers.glorot(cell.gates()), rows, inputs);
        int blocks = cell.recurrents() * units;
        for (int lag : feedback.lags()) {
            if (blocks > 0) {
                wh.add(layout.add(ofLag(".wh", lag), cell.recurrent(), blocks, width()));
            }
        }
        b = layout.add(name + ".b", cell.bias(), cell.blocks() * units);
        for (int lag : feedback.lags()) {
            if (cell.reset() >= 0) {
                wi.add(layout.add(ofLag(".wi", lag), Initializers.orthogonal(1), units, units));
            }
        }
        int count = feedback.lags().size();
        lags =
                carriesBlend() && count > 1
                        ? layout.add(name + ".lags", Initializers.zero(), count, units)
                        : null;
        for (var vector : cell.vectors()) {
            vectors.add(layout.add(name + "." + vector.name(), vector.initializer(), units));
        }
        outputLayer =
                feedback.outputs() > 0
                        ? new OutputLayer(
                                layout, name, feedback.outputs(), units, feedback.softmax())
                        : null;
        for (var input : conditioning.inputs()) {
            var start = Initializers.glorot(cell.gates());
            wc.add(layout.add(name + ".wc" + wc.size(), start, rows, input.columns()));
        }
        if (conditioning.output().isPresent()) {
            var start = Initializers.glorot(cell.gates());
            int columns = conditioning.output().get().columns();
            wc.add(layout.add(name + ".wc" + wc.size(), start, rows, columns));
        }
    }

    private String ofLag(String matrix, int lag) {
        return name + matrix + (lag == 1 ? "" : lag);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int units() {
        return units;
    }

    @Override
    public boolean reverse() {
        return reverse;
    }

    @Override
    public List<Cell.Block> blocks() {
        return cell.describeBlocks();
    }

    @Override
    public List<Matrix> matrices() {
        var blocks = blocks();
        var matrices = new ArrayList<Matrix>();
        for (var w : wh) {
            matrices.add(
                    new Matrix(
                            w, blocks.subList(blocks.size() - cell.recurrents(), blocks.size())));
        }
        for (var w : wi) {
            matrices.add(new Matrix(w, blocks.subList(0, 1)));
        }
        return matrices;
    }

    @Override
    public boolean feedsBackOneStep() {
        return feedback.longest() == 1 && wc.isEmpty();
    }

    @Override
    public int width() {
        return feedback.outputs() > 0 ? feedback.outputs() : units;
    }

    /** Returns the columns of the output. */
    int outputs() {
        return conditioning
                .output()
                .map(StepOutput::columns)
                .orElseGet(() -> width() + conditioning.shownColumns());
    }

    /** Returns whether all products may leave the time loop. */
    boolean pointwise() {
        return cell.recurrents() == 0;
    }

    /** Returns whether lags mean a weighted mean of earlier states, since there are no products. */
    boolean carriesBlend() {
        return pointwise() && feedback.longest() > 1;
    }

    /** Returns a step with buffers for its blocks. */
    Step openStep(Capacity capacity, Kernels kernels, Allocator allocator) {
        int sequences = capacity.sequences();
        int kept = capacity.keptRows();
        int backward = capacity.training() ? sequences : 0;
        var step = new Step(kernels, allocator, units);
        step.gates = allocator.floats(cell.blocks(), kept, units);
        step.previousCellState = allocator.floatBlocks(cell.cellStates(), kept, units);
        step.saved = allocator.floatBlocks(cell.saved(), kept, units);
        step.hidden = allocator.floats(sequences, units);
        step.cellState = allocator.floatBlocks(cell.cellStates(), sequences, units);
        step.scratch = allocator.floats(sequences, units);
        step.dHidden = allocator.floats(backward, units);
        step.dCellState = allocator.floatBlocks(cell.cellStates(), backward, units);
        step.vectors = vectors.stream().mapToInt(Layout.Slice::offset).toArray();
        return step;
    }

    Direction open(
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            Activations input,
            Activations output,
            int column) {
        var initial =
                conditioning
                        .initialState()
                        .map(chain -> new InitialState(chain, width(), units))
                        .orElse(null);
        return new Direction(
                this, reverse, initial, capacity, kernels, allocator, input, output, column);
    }

    /**
     * Opens a run that reads from the start whatever the direction.
     *
     * @param initial name of the chain that gives the state before the first step
     */
    Direction openForwards(
            String initial,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            Activations input,
            Activations output) {
        var state = new InitialState(initial, width(), units);
        return new Direction(this, false, state, capacity, kernels, allocator, input, output, 0);
    }
}
