package unroll.nn.recurrent;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layer;
import unroll.nn.Layout;
import unroll.nn.batch.Packing;
import unroll.oracle.Gates;
import unroll.oracle.OracleCells;

/** Truncated backpropagation agrees with the reference vectors, in either of its two forms. */
final class TruncatedGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> windowsOfOneBatch() {
        return GoldenFiles.tests(GoldenFile.Kind.TRUNCATED, file -> check(file, false));
    }

    @TestFactory
    Stream<DynamicTest> batchesThatContinue() {
        return GoldenFiles.tests(GoldenFile.Kind.TRUNCATED, file -> check(file, true));
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return GoldenFiles.faults(GoldenFile.Kind.TRUNCATED, wrong -> check(wrong, false));
    }

    private static void check(GoldenFile file, boolean apart) {
        var run = new Case(file);
        int chunk = file.integer("chunk");
        int steps = file.tensor("x").size(0);
        if (apart) {
            for (int from = 0; from < steps; from += chunk) {
                run.batch(from, Math.min(chunk, steps - from), 0);
            }
        } else {
            run.batch(0, steps, chunk);
        }
        run.checkGradients();
    }

    /** A file's layer, whose batches follow on each other. */
    private static final class Case {
        private final GoldenFile file;
        private final int sequences;
        private final int inputs;
        private final int units;
        private final Layout layout;
        private final Activations input;
        private final Layer.Pass pass;
        private final TappedCell cell;
        private final Context context = new Context();
        private final double[] sum; // of the batches' gradients

        Case(GoldenFile file) {
            this.file = file;
            var x = file.tensor("x");
            sequences = x.size(1);
            inputs = x.size(2);
            units = file.tensor("h_n").size(2);
            int rows = x.size(0) * sequences;
            var builder = new Layout.Builder();
            cell =
                    new TappedCell(
                            Cells.of(new RecurrentConf(CellConf.Name.LSTM, units, false)),
                            sequences * units);
            var layer = new RecurrentLayer(builder, "l0", cell, inputs, units, false);
            layout = builder.build();
            input = new Activations(Allocator.heap(), rows, inputs, true);
            input.packing = new Packing(sequences);
            pass =
                    layer.open(
                            new Capacity(sequences, rows, true),
                            Kernels.fastest(),
                            Allocator.heap(),
                            input);
            context.theta = new float[layout.size()];
            context.gradient = new float[layout.size()];
            context.training = true;
            context.batch = Batches.words(sequences, rows);
            sum = new double[layout.size()];
            enter("wx", "weight_ih_l0");
            enter("wh", "weight_hh_l0");
            enter("b", "bias_ih_l0");
            enter("b", "bias_hh_l0");
        }

        private void enter(String name, String parameter) {
            var slice = layout.slice("l0.forward." + name);
            var from = file.tensor("params", parameter).data();
            for (int i = 0; i < from.length; i++) {
                context.theta[place(slice, i)] += (float) from[i];
            }
        }

        /** Where element {@code i} of a tensor of the file lies in the engine's vector. */
        private int place(Layout.Slice slice, int i) {
            var gates = OracleCells.of(CellConf.Name.LSTM).gates();
            int row = gates.row(i / slice.rowSize(), new Gates("ifgo"), units);
            return slice.offset() + row * slice.rowSize() + i % slice.rowSize();
        }

        void batch(int from, int steps, int window) {
            context.batch.setContinues(from > 0);
            context.batch.setWindow(window);
            var lengths = new int[sequences];
            Arrays.fill(lengths, steps);
            input.packing.set(lengths, sequences);
            input.rows = input.packing.rows();
            // All sequences are of one length, so that packed rows are the file's.
            copy(file.tensor("x"), from, input.value);
            pass.forward(context);
            copy(file.tensor("dy"), from, pass.output().gradient);
            checkLosses(from, steps);
            pass.backward(context);
            for (int i = 0; i < sum.length; i++) {
                sum[i] += context.gradient[i];
            }
        }

        private void copy(GoldenTensor tensor, int step, float[] to) {
            int columns = tensor.size(2);
            for (int i = 0; i < input.rows * columns; i++) {
                to[i] = (float) tensor.data()[step * sequences * columns + i];
            }
        }

        private void checkLosses(int from, int steps) {
            int chunk = file.integer("chunk");
            for (int first = 0; first < steps; first += chunk) {
                double loss = 0;
                int end = Math.min(steps, first + chunk) * sequences * units;
                for (int i = first * sequences * units; i < end; i++) {
                    loss += (double) pass.output().value[i] * pass.output().gradient[i];
                }
                int number = (from + first) / chunk;
                file.scalar("losses", Integer.toString(number)).check(TOLERANCE, loss);
            }
        }

        void checkGradients() {
            checkGradient("wx", "weight_ih_l0");
            checkGradient("wh", "weight_hh_l0");
            checkGradient("b", "bias_ih_l0");
            checkGradient("b", "bias_hh_l0");
            var last = cell.taps().get(0);
            for (var state : List.of(last.hidden, last.cellState)) {
                file.tensor(state == last.hidden ? "h_n" : "c_n").check(TOLERANCE, state);
            }
        }

        private void checkGradient(String name, String parameter) {
            var slice = layout.slice("l0.forward." + name);
            var gradient = new float[slice.size()];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = (float) sum[place(slice, i)];
            }
            file.tensor("grad_params", parameter).check(TOLERANCE, gradient);
        }
    }
}
