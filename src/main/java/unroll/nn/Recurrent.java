package unroll.nn;

import java.util.Arrays;
import unroll.math.Kernels;
import unroll.math.Panels;
import unroll.math.WeightGradient;

/**
 * A cell run along time in one direction. Owns time, direction and every matrix product; the cell
 * owns what happens to the gates. Input rows that are used more than once (words) are projected
 * once.
 *
 * <p>The gates of a step lie as blocks, [gates][active, units], so that the cell's loops run over
 * long contiguous runs. Parameters: {@code wx} [gates * units, inputs], {@code wh} [gates * units,
 * units], {@code b} [gates * units].
 */
public final class Recurrent {
    final Cell cell;
    final int inputs;
    final int units;
    final boolean reverse;
    final Layout.Slice wx;
    final Layout.Slice wh;
    final Layout.Slice b;

    /**
     * @param name prefix of the parameters' names
     * @param reverse whether it reads from the end
     */
    public Recurrent(
            Layout.Builder layout, String name, Cell cell, int inputs, int units, boolean reverse) {
        this.cell = cell;
        this.inputs = inputs;
        this.units = units;
        this.reverse = reverse;
        int rows = cell.gates() * units;
        wx = layout.add(name + ".wx", Starts.glorot(cell.gates()), rows, inputs);
        wh = layout.add(name + ".wh", Starts.orthogonal(cell.gates()), rows, units);
        b = layout.add(name + ".b", cell.bias(), rows);
    }

    /** Bytes of one pass's buffers. */
    long bytes(Capacity capacity, int inputRows) {
        long rows = capacity.training() ? capacity.rows() : capacity.sequences();
        long kept = rows * units * (cell.gates() + 1 + cell.memories() + cell.saved());
        long carried = 2L * capacity.sequences() * units * (1 + cell.memories());
        long projected = (capacity.training() ? 2L : 1L) * inputRows * cell.gates() * units;
        long weights =
                (long) cell.gates()
                        * (Math.max(Panels.size(inputs, units), Panels.size(units, inputs))
                                + Panels.size(units, units));
        long gradients =
                capacity.training()
                        ? WeightGradient.bytes(cell.gates(), units, inputs)
                                + WeightGradient.bytes(cell.gates(), units, units)
                        : 0;
        return 4 * (kept + carried + projected + weights) + gradients;
    }

    /**
     * A direction with its buffers. Writes its hidden states to columns of an output that it may
     * share.
     */
    final class Direction {
        private final Kernels kernels;
        private final boolean training;
        private final Signal input;
        private final Signal output;
        private final int column;
        private final Step step;
        private final int gates = cell.gates();
        private final int panelOfH = Panels.size(units, units);
        private final int panelOfX = Panels.size(inputs, units);
        private final float[] packedWh = new float[gates * panelOfH]; // a gate: [units, units]
        private final int panelOfDx = Panels.size(units, inputs);
        // A gate: [inputs, units], in backward [units, inputs].
        private final float[] packedWx = new float[gates * Math.max(panelOfX, panelOfDx)];
        private final float[] previousHidden; // [rows, units]
        private final float[]
                projection; // [input rows, gates * units], empty where rows are packed rows
        private final float[] dProjection;
        private final WeightGradient dWx;
        private final WeightGradient dWh;
        private boolean packed;
        private int carrying; // sequences whose state is here

        Direction(Capacity capacity, Kernels kernels, Signal input, Signal output, int column) {
            this.kernels = kernels;
            this.training = capacity.training();
            this.input = input;
            this.output = output;
            this.column = column;
            int carried = Math.multiplyExact(capacity.sequences(), units);
            int kept = training ? Math.multiplyExact(capacity.rows(), units) : carried;
            step = new Step(kernels);
            step.gates = new float[Math.multiplyExact(gates, kept)];
            step.previousMemory = new float[cell.memories()][kept];
            step.saved = new float[cell.saved()][kept];
            step.hidden = new float[carried];
            step.memory = new float[cell.memories()][carried];
            step.scratch = new float[carried];
            step.dHidden = new float[training ? carried : 0];
            step.dMemory = new float[cell.memories()][training ? carried : 0];
            previousHidden = new float[kept];
            int distinct = input.index == null ? 0 : input.value.length / inputs;
            projection = new float[Math.multiplyExact(distinct, gates * units)];
            dProjection = new float[training ? projection.length : 0];
            dWx = training ? new WeightGradient(kernels, gates, units, inputs) : null;
            dWh = training ? new WeightGradient(kernels, gates, units, units) : null;
        }

        private int stepAt(int i, int steps) {
            return reverse ? steps - 1 - i : i;
        }

        void forward(Context context) {
            var packing = input.packing;
            if (training || !packed) {
                packForward(context.theta);
                packed = true;
            }
            project(context.theta);
            start(context.batch, packing.sequences());
            for (int i = 0; i < packing.steps(); i++) {
                int t = stepAt(i, packing.steps());
                at(packing, t);
                System.arraycopy(step.hidden, 0, previousHidden, step.savedAt, step.size);
                for (int m = 0; m < cell.memories(); m++) {
                    System.arraycopy(
                            step.memory[m], 0, step.previousMemory[m], step.savedAt, step.size);
                }
                enter(context.theta, packing, t);
                int active = packing.active(t);
                for (int g = 0; g < gates; g++) {
                    multiply(
                            active,
                            units,
                            previousHidden,
                            step.savedAt,
                            units,
                            packedWh,
                            g * panelOfH,
                            step.gate(g));
                }
                cell.forward(step);
                int to = packing.offset(t) * output.columns + column;
                for (int row = 0; row < active; row++) {
                    System.arraycopy(
                            step.hidden,
                            row * units,
                            output.value,
                            to + row * output.columns,
                            units);
                }
            }
        }

        /**
         * The state before the first step: zero, or what the batch before left. Each sequence's
         * last state stays where it is once the sequence has ended.
         *
         * @throws IllegalStateException when there is nothing to continue, or no way to
         */
        private void start(Batch batch, int sequences) {
            boolean cut = batch.continues() || batch.window() > 0;
            if (reverse && cut) {
                throw new IllegalStateException(
                        "a direction that reads from the end cannot be cut into windows");
            }
            if (batch.continues() && sequences != carrying) {
                throw new IllegalStateException(
                        "expected as many sequences as the batch that is continued ("
                                + carrying
                                + "), got "
                                + sequences);
            }
            carrying = sequences;
            if (!batch.continues()) {
                Arrays.fill(step.hidden, 0, sequences * units, 0);
                for (float[] memory : step.memory) {
                    Arrays.fill(memory, 0, sequences * units, 0);
                }
            }
        }

        /**
         * Points the step at the rows of time {@code t}; when scoring, every step uses the same
         * buffers.
         */
        private void at(Packing packing, int t) {
            int row = training ? packing.offset(t) : 0;
            step.size = packing.active(t) * units;
            step.gatesAt = row * gates * units;
            step.savedAt = row * units;
            step.previousAt = step.savedAt;
        }

        /** {@code gates[block] += x w}. */
        private void multiply(
                int rows, int k, float[] x, int xAt, int ldx, float[] w, int wAt, int block) {
            kernels.multiply(rows, units, k, x, xAt, ldx, w, wAt, step.gates, block, units, true);
        }

        private void packForward(float[] theta) {
            for (int g = 0; g < gates; g++) {
                int from = wh.offset() + g * units * units;
                Panels.packTransposed(units, units, theta, from, units, packedWh, g * panelOfH);
                from = wx.offset() + g * units * inputs;
                Panels.packTransposed(inputs, units, theta, from, inputs, packedWx, g * panelOfX);
            }
        }

        /**
         * Input projections and biases of distinct rows, those that are new since the last call.
         */
        private void project(float[] theta) {
            if (input.index == null) {
                return;
            }
            int width = gates * units;
            int first = input.unchanged;
            int rows = input.rows - first;
            for (int row = first; row < input.rows; row++) {
                System.arraycopy(theta, b.offset(), projection, row * width, width);
            }
            for (int g = 0; g < gates; g++) {
                kernels.multiply(
                        rows,
                        units,
                        inputs,
                        input.value,
                        first * inputs,
                        inputs,
                        packedWx,
                        g * panelOfX,
                        projection,
                        first * width + g * units,
                        width,
                        true);
            }
        }

        /** Starts the gates of a step with the projected input and the bias. */
        private void enter(float[] theta, Packing packing, int t) {
            int first = packing.offset(t);
            int active = packing.active(t);
            if (input.index == null) {
                for (int g = 0; g < gates; g++) {
                    for (int row = 0; row < active; row++) {
                        System.arraycopy(
                                theta,
                                b.offset() + g * units,
                                step.gates,
                                step.gate(g) + row * units,
                                units);
                    }
                    multiply(
                            active,
                            inputs,
                            input.value,
                            first * inputs,
                            inputs,
                            packedWx,
                            g * panelOfX,
                            step.gate(g));
                }
                return;
            }
            for (int row = 0; row < active; row++) {
                int from = input.index[first + row] * gates * units;
                for (int g = 0; g < gates; g++) {
                    System.arraycopy(
                            projection,
                            from + g * units,
                            step.gates,
                            step.gate(g) + row * units,
                            units);
                }
            }
        }

        /**
         * Assigns the parameters' gradients and the input's.
         *
         * @param accumulate whether the input's gradient is added to, as the second of two
         *     directions does
         */
        void backward(Context context, boolean accumulate) {
            var packing = input.packing;
            packBackward(context.theta);
            clearStateGradient(packing.sequences());
            if (input.index != null) {
                Arrays.fill(dProjection, 0, input.rows * gates * units, 0);
            }
            Arrays.fill(context.gradient, b.offset(), b.end(), 0);
            for (int i = packing.steps() - 1; i >= 0; i--) {
                int t = stepAt(i, packing.steps());
                at(packing, t);
                int active = packing.active(t);
                int from = packing.offset(t) * output.columns + column;
                for (int row = 0; row < active; row++) {
                    kernels.add(
                            output.gradient,
                            from + row * output.columns,
                            step.dHidden,
                            row * units,
                            units);
                }
                cell.backward(step);
                for (int g = 0; g < gates; g++) {
                    kernels.multiply(
                            active,
                            units,
                            units,
                            step.gates,
                            step.gate(g),
                            units,
                            packedWh,
                            g * panelOfH,
                            step.dHidden,
                            0,
                            units,
                            g > 0);
                }
                dWh.add(
                        active,
                        step.gates,
                        step.gatesAt,
                        step.size,
                        units,
                        previousHidden,
                        step.savedAt,
                        units);
                leave(context, packing, t, accumulate);
                if (context.batch.window() > 0 && t % context.batch.window() == 0) {
                    clearStateGradient(active);
                }
            }
            dWh.finish(context.gradient, wh.offset());
            finishDistinct(context, accumulate);
        }

        /** No gradient enters a state from the steps after it. */
        private void clearStateGradient(int sequences) {
            Arrays.fill(step.dHidden, 0, sequences * units, 0);
            for (float[] dMemory : step.dMemory) {
                Arrays.fill(dMemory, 0, sequences * units, 0);
            }
        }

        private void packBackward(float[] theta) {
            for (int g = 0; g < gates; g++) {
                int from = wh.offset() + g * units * units;
                Panels.pack(units, units, theta, from, units, packedWh, g * panelOfH);
                from = wx.offset() + g * units * inputs;
                Panels.pack(units, inputs, theta, from, inputs, packedWx, g * panelOfDx);
            }
        }

        /** Hands the gates' gradient of a step to what its input came from. */
        private void leave(Context context, Packing packing, int t, boolean accumulate) {
            int first = packing.offset(t);
            int active = packing.active(t);
            if (input.index != null) {
                for (int row = 0; row < active; row++) {
                    int to = input.index[first + row] * gates * units;
                    for (int g = 0; g < gates; g++) {
                        kernels.add(
                                step.gates,
                                step.gate(g) + row * units,
                                dProjection,
                                to + g * units,
                                units);
                    }
                }
                return;
            }
            for (int g = 0; g < gates; g++) {
                kernels.addRows(
                        active,
                        units,
                        step.gates,
                        step.gate(g),
                        units,
                        context.gradient,
                        b.offset() + g * units);
            }
            finishInput(active, step.gates, step.gatesAt, step.size, units, first, accumulate);
        }

        /** What remains when the gates' gradients have been added up by distinct row. */
        private void finishDistinct(Context context, boolean accumulate) {
            if (input.index != null) {
                int width = gates * units;
                kernels.addRows(
                        input.rows, width, dProjection, 0, width, context.gradient, b.offset());
                finishInput(input.rows, dProjection, 0, units, width, 0, accumulate);
            }
            dWx.finish(context.gradient, wx.offset());
        }

        /**
         * Weight and input gradient of some input rows, from the gates' gradient as in {@link
         * WeightGradient#add}.
         */
        private void finishInput(
                int rows, float[] d, int dAt, int plane, int ldd, int first, boolean accumulate) {
            dWx.add(rows, d, dAt, plane, ldd, input.value, first * inputs, inputs);
            for (int g = 0; g < gates; g++) {
                kernels.multiply(
                        rows,
                        inputs,
                        units,
                        d,
                        dAt + g * plane,
                        ldd,
                        packedWx,
                        g * panelOfDx,
                        input.gradient,
                        first * inputs,
                        inputs,
                        accumulate || g > 0);
            }
        }

        /** Says that parameters have changed. */
        void forget() {
            packed = false;
        }
    }
}
