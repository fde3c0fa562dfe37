package unroll.nn.recurrent;

import java.util.Arrays;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Cell;
import unroll.nn.Context;
import unroll.nn.Step;
import unroll.nn.batch.Packing;

/**
 * One direction of a recurrent layer with its buffers: owns time, and calls the cell and the
 * products in their order. {@link StateHistory} holds the states of earlier steps, {@link
 * DirectionOutput} computes the output; inputs that are computed at each step, the recurrent
 * connections among them, are {@link StepProduct}s.
 *
 * <p>The blocks of a step are contiguous, [blocks][active, units], for long loops in the cell.
 * Where a cell has no recurrent products, a block is of the whole batch, [blocks][rows, units].
 */
final class Direction {
    private final Recurrent of;
    private final Kernels kernels;
    private final Cell cell;
    private final boolean training;
    private final boolean whole; // whether the batch's blocks enter at once
    private final boolean reverse;
    private final int units;
    private final int width;
    private final Activations input;
    private final Step step;
    private final InputProjection projection;
    private final List<StepProduct> products; // those of the lags first
    private final boolean assignsState; // whether cell or products assign the state's gradient
    private final InitialState initial; // null for zeros
    private final ResetProduct second; // null without a second product
    private final LagBlend blend; // null where the state before the step is carried on
    private final DirectionOutput directionOutput;
    private final StateHistory history;
    private StepJacobian jacobian; // null until a step's is asked for
    private boolean packed;

    Direction(
            Recurrent of,
            boolean reverse,
            InitialState initial,
            Capacity capacity,
            Kernels kernels,
            Allocator allocator,
            Activations input,
            Activations output,
            int column) {
        this.of = of;
        this.kernels = kernels;
        this.reverse = reverse;
        this.initial = initial;
        this.input = input;
        cell = of.cell;
        units = of.units;
        width = of.width();
        training = capacity.training();
        whole = training && of.pointwise();
        step = of.openStep(capacity, kernels, allocator);
        projection = new InputProjection(of, training, kernels, allocator, input);
        directionOutput =
                new DirectionOutput(of, capacity, kernels, allocator, step, output, column);
        history =
                new StateHistory(
                        capacity,
                        kernels,
                        allocator,
                        of.feedback.lags(),
                        width,
                        directionOutput.state(),
                        directionOutput.dState());
        products =
                StepProduct.of(
                        of,
                        capacity,
                        kernels,
                        allocator,
                        history,
                        directionOutput,
                        step,
                        of.conditioning.shown() ? output : null);
        assignsState = cell.passesHidden() || (!of.wh.isEmpty() && history.isNext(0));
        second =
                cell.reset() >= 0
                        ? new ResetProduct(of, capacity, kernels, allocator, history)
                        : null;
        blend =
                of.carriesBlend()
                        ? new LagBlend(
                                kernels, allocator, of.lags, history, capacity.keptRows(), units)
                        : null;
        step.previousHidden = blend == null ? history.before() : blend.value();
    }

    private int stepAt(int i, int steps) {
        return reverse ? steps - 1 - i : i;
    }

    void forward(Context context) {
        var packing = input.packing;
        float[] theta = context.theta;
        step.theta = theta;
        if (training || !packed) {
            packForward(context);
            packed = true;
        }
        projection.project(theta);
        start(context, packing);
        if (whole) {
            atAll(packing);
            projection.forward(theta, step, 0, packing.rows());
        }
        for (int i = 0; i < packing.steps(); i++) {
            int t = stepAt(i, packing.steps());
            int active = packing.active(t);
            int row = at(packing, t);
            keep(active, row);
            if (!whole) {
                projection.forward(theta, step, packing.offset(t), active);
            }
            boolean fromZero = startsFromZero(context, i);
            for (int p = 0; p < products.size(); p++) {
                if (!fromZero || !products.get(p).isFeedback()) {
                    products.get(p).forward(context, active, row, packing.offset(t));
                }
            }
            if (second != null) {
                cell.activateReset(step);
                second.forward(active, step);
            }
            cell.forward(step);
            history.age(active, row);
            directionOutput.forward(context, active, row, packing.offset(t));
            if (context.observer != null) {
                context.observer.stepped(observed(packing, t, row));
            }
        }
    }

    /** Whether the state before a step is zero in all sequences: its products are zero too. */
    private boolean startsFromZero(Context context, int step) {
        return step == 0 && initial == null && !context.batch.continues();
    }

    private void packForward(Context context) {
        projection.packForward(context.theta);
        products.forEach(product -> product.packForward(context));
        if (second != null) {
            second.packForward(context);
        }
        if (blend != null) {
            blend.pack(context.theta);
        }
        directionOutput.packForward(context.theta);
    }

    /**
     * Assigns the state before the first step: zero, another chain's output, or what the batch
     * before left. Each sequence's last state stays where it is once the sequence has ended.
     *
     * @throws IllegalStateException when there is nothing to continue, or no way to
     */
    private void start(Context context, Packing packing) {
        var batch = context.batch;
        int sequences = packing.sequences();
        if (reverse && (batch.continues() || batch.window() > 0)) {
            throw new IllegalStateException(
                    "a direction that reads from the end cannot be cut into windows");
        }
        if (batch.continues()) {
            history.requireCarried(sequences);
        } else {
            history.clear(sequences);
            step.clearCellState(sequences);
            if (initial != null) {
                initial.read(context, packing, directionOutput.state(), step.cellState);
            }
        }
        products.forEach(product -> product.start(context, packing));
    }

    /**
     * Points the step at the rows of time {@code t}.
     *
     * @return the first of them; when scoring, every step uses the same buffers
     */
    private int at(Packing packing, int t) {
        int row = training ? packing.offset(t) : 0;
        step.size = packing.active(t) * units;
        step.plane = whole ? packing.rows() * units : step.size;
        step.gatesAt = row * units * (whole ? 1 : cell.blocks());
        step.savedAt = row * units;
        step.previousAt = step.savedAt;
        return row;
    }

    /** Points the step's blocks at all rows of the batch. */
    private void atAll(Packing packing) {
        step.gatesAt = 0;
        step.plane = packing.rows() * units;
    }

    /** Keeps the state before a step for backward. */
    private void keep(int active, int row) {
        history.keep(active, row);
        if (blend != null) {
            blend.forward(active, row);
        }
        step.keepCellState();
    }

    /**
     * Assigns the parameters' gradients and the input's.
     *
     * @param accumulate whether the input's gradient is added to, as the second of two directions
     *     does
     */
    void backward(Context context, boolean accumulate) {
        var packing = input.packing;
        int window = context.batch.window();
        startBackward(context);
        clearStateGradient(packing.sequences());
        for (int i = packing.steps() - 1; i >= 0; i--) {
            int t = stepAt(i, packing.steps());
            int active = packing.active(t);
            int row = at(packing, t);
            directionOutput.addOutputGradient(context, active, row, packing.offset(t));
            if (context.observer != null) {
                context.observer.stateGradient(observed(packing, t, row), directionOutput.dState());
            }
            directionOutput.backward(context, active, row);
            cell.backward(step);
            if (second != null) {
                second.backward(active, step);
            }
            backwardProducts(context, active, row, startsFromZero(context, i));
            if (!whole) {
                projection.backward(context, step, packing.offset(t), active, accumulate);
            }
            if (window > 0 && t > 0 && t % window == 0) {
                clearStateGradient(active);
            }
        }
        if (whole) {
            atAll(packing);
            projection.backward(context, step, 0, packing.rows(), accumulate);
        }
        finishBackward(context, accumulate);
    }

    private void startBackward(Context context) {
        step.gradient = context.gradient;
        projection.startBackward(context);
        products.forEach(product -> product.startBackward(context));
        if (second != null) {
            second.packBackward(context.theta);
        }
        if (blend != null) {
            blend.startBackward();
        }
        directionOutput.startBackward(context);
        for (var vector : of.vectors) {
            Arrays.fill(context.gradient, vector.offset(), vector.end(), 0);
        }
    }

    /** Cuts the gradient: none enters a state from the steps after it. */
    private void clearStateGradient(int sequences) {
        history.clearGradient(sequences);
        step.clearCellStateGradient(sequences);
        products.forEach(product -> product.clearGradient(sequences));
    }

    /**
     * Computes the gradient of the inputs of the step, earlier states among them, from that of the
     * blocks.
     *
     * @param fromZero whether the state before the step is zero
     */
    private void backwardProducts(Context context, int active, int row, boolean fromZero) {
        if (fromZero || !assignsState) {
            Arrays.fill(directionOutput.dState(), 0, active * width, 0);
        }
        for (int p = 0; p < products.size(); p++) {
            if (!fromZero || !products.get(p).isFeedback()) {
                products.get(p).backward(context, active, row);
            }
        }
        if (fromZero) {
            return;
        }
        if (blend != null) {
            blend.backward(active, row, directionOutput.dState());
        }
        history.backward(active);
    }

    private void finishBackward(Context context, boolean accumulate) {
        products.forEach(product -> product.finish(context));
        if (second != null) {
            second.finish(context.gradient);
        }
        if (blend != null) {
            blend.finish(context.gradient);
        }
        directionOutput.finish(context.gradient);
        projection.finish(context, accumulate);
        if (initial != null && !context.batch.continues()) {
            initial.backward(
                    context, kernels, input.packing, directionOutput.dState(), step.dCellState);
        }
    }

    private ObservedStep observed(Packing packing, int t, int row) {
        return new ObservedStep(this, of, packing, t, step, input, directionOutput.state(), row);
    }

    /** Returns the Jacobian of observed steps, with buffers of its own. */
    StepJacobian jacobian() {
        if (jacobian == null) {
            jacobian = new StepJacobian(of, step.theta.length, kernels);
        }
        return jacobian;
    }

    /**
     * Takes the state that the next batch continues from given places.
     *
     * @param parents place of each sequence's state
     */
    void reorder(int[] parents, int sequences) {
        history.reorder(parents, sequences);
        products.forEach(product -> product.reorder(parents, sequences));
        for (int m = 0; m < cell.cellStates(); m++) {
            StateHistory.gather(
                    step.cellState[m], parents, sequences, units, step.previousCellState[m]);
        }
    }

    /** Tells that parameters have changed. */
    void invalidate() {
        packed = false;
    }
}
