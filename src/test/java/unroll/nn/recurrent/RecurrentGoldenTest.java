package unroll.nn.recurrent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;
import unroll.golden.GoldenRecurrent;
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
import unroll.oracle.OracleCell;
import unroll.oracle.OracleCells;

/** Recurrent layers agree with the reference vectors: outputs, final states and every gradient. */
final class RecurrentGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> bySimdKernels() {
        return GoldenFiles.tests(GoldenFile.Kind.RECURRENT, file -> check(file, Kernels.fastest()));
    }

    @TestFactory
    Stream<DynamicTest> byScalarKernels() {
        return GoldenFiles.tests(GoldenFile.Kind.RECURRENT, file -> check(file, Kernels.scalar()));
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return GoldenFiles.faults(
                GoldenFile.Kind.RECURRENT, wrong -> check(wrong, Kernels.fastest()));
    }

    private static void check(GoldenFile file, Kernels kernels) {
        var sizes = new GoldenRecurrent(file);
        new Case(sizes, cell(sizes.cell()), kernels).run();
    }

    private static CellConf cell(String kind) {
        return switch (kind) {
            case "lstm" -> CellConf.of(CellConf.Name.LSTM);
            case "gru" -> CellConf.of(CellConf.Name.GRU);
            case "rnn_tanh" -> elman(CellConf.Activation.TANH);
            case "rnn_relu" -> elman(CellConf.Activation.RELU);
            default -> throw new AssertionError("no cell of the name " + kind);
        };
    }

    private static CellConf elman(CellConf.Activation activation) {
        return new CellConf.Elman(activation, CellConf.Start.ORTHOGONAL, 1);
    }

    /** The gates of a parameter of the file, in its order, and where the engine stores them. */
    private enum Parameter {
        INPUT("weight_ih", "wx"),
        RECURRENT("weight_hh", "wh"),
        INPUT_BIAS("bias_ih", "b"),
        RECURRENT_BIAS("bias_hh", "b");

        private final String inFile;
        private final String name;

        Parameter(String inFile, String name) {
            this.inFile = inFile;
            this.name = name;
        }

        /** Of a GRU, the candidate's second bias is the engine's u. */
        Gates gates(String kind) {
            return new Gates(
                    switch (kind) {
                        case "lstm" -> "ifgo";
                        case "gru" -> this == RECURRENT_BIAS ? "rzu" : "rzn";
                        default -> "h";
                    });
        }

        Gates stored(OracleCell cell) {
            return switch (this) {
                case INPUT -> cell.gates();
                case RECURRENT -> cell.recurrents();
                case INPUT_BIAS, RECURRENT_BIAS -> cell.biases();
            };
        }
    }

    /** A file's layers, run once. */
    private static final class Case {
        private final GoldenRecurrent sizes;
        private final GoldenFile file;
        private final OracleCell stored; // knows the order of the gates in the engine
        private final Layout layout;
        private final List<TappedCell> cells = new ArrayList<>();
        private final List<Layer.Pass> passes = new ArrayList<>();
        private final Activations input;
        private final Context context = new Context();
        private final int[] order; // sequence of the file for each of the batch

        Case(GoldenRecurrent sizes, CellConf cell, Kernels kernels) {
            this.sizes = sizes;
            file = sizes.file();
            var conf = new RecurrentConf(cell, sizes.units(), sizes.bidirectional());
            stored = OracleCells.of(conf, 0);
            int sequences = sizes.sequences();
            order = Batches.longestFirst(file.integers("lengths"));
            var packing = new Packing(sequences);
            packing.set(IntStream.of(order).map(sizes::length).toArray(), sequences);
            var capacity = new Capacity(sequences, packing.rows(), true);
            input = new Activations(Allocator.heap(), packing.rows(), sizes.inputs(), true);
            input.packing = packing;
            input.rows = packing.rows();
            var builder = new Layout.Builder();
            var layers = new ArrayList<RecurrentLayer>();
            int columns = sizes.inputs();
            for (int l = 0; l < sizes.layers(); l++) {
                var tapped = new TappedCell(Cells.of(conf), sequences * sizes.units());
                cells.add(tapped);
                layers.add(
                        new RecurrentLayer(
                                builder,
                                "l" + l,
                                tapped,
                                columns,
                                sizes.units(),
                                sizes.bidirectional()));
                columns = layers.get(l).outputs();
            }
            layout = builder.build();
            var signal = input;
            for (var layer : layers) {
                passes.add(layer.open(capacity, kernels, Allocator.heap(), signal));
                signal = passes.get(passes.size() - 1).output();
            }
            context.theta = new float[layout.size()];
            context.gradient = new float[layout.size()];
            // Whatever was there must be assigned, not added to.
            Arrays.fill(context.gradient, Float.NaN);
            context.training = true;
            context.batch = Batches.words(sequences, packing.rows());
        }

        void run() {
            enterParameters();
            pack(file.tensor("x"), input.value);
            passes.forEach(pass -> pass.forward(context));
            checkForward();
            pack(file.tensor("dy"), output().gradient);
            var taps = taps();
            for (int d = 0; d < taps.size(); d++) {
                packStates(file.tensor("dh_n"), d, taps.get(d).dHidden);
                if (sizes.hasCell()) {
                    packStates(file.tensor("dc_n"), d, taps.get(d).dCellState);
                }
            }
            for (int l = passes.size() - 1; l >= 0; l--) {
                passes.get(l).backward(context);
            }
            checkBackward();
        }

        private Activations output() {
            return passes.get(passes.size() - 1).output();
        }

        private List<TappedCell.Tap> taps() {
            return cells.stream().flatMap(cell -> cell.taps().stream()).toList();
        }

        private void enterParameters() {
            for (var direction : sizes.directions()) {
                for (var parameter : Parameter.values()) {
                    enter(direction, parameter);
                }
            }
        }

        /** Adds a parameter of the file to the engine's. */
        private void enter(GoldenRecurrent.Direction direction, Parameter parameter) {
            var slice = layout.slice(direction.name() + "." + parameter.name);
            var data = file.tensor("params", direction.parameter(parameter.inFile)).data();
            for (int i = 0; i < data.length; i++) {
                context.theta[place(slice, parameter, i)] += (float) data[i];
            }
        }

        private void checkBackward() {
            for (var direction : sizes.directions()) {
                for (var parameter : Parameter.values()) {
                    checkGradient(direction, parameter);
                }
            }
            var x = file.tensor("grad_x");
            x.check(TOLERANCE, unpacked(input.gradient, x));
        }

        private void checkGradient(GoldenRecurrent.Direction direction, Parameter parameter) {
            var slice = layout.slice(direction.name() + "." + parameter.name);
            var expected = file.tensor("grad_params", direction.parameter(parameter.inFile));
            var gradient = new float[expected.data().length];
            for (int i = 0; i < gradient.length; i++) {
                gradient[i] = context.gradient[place(slice, parameter, i)];
            }
            expected.check(TOLERANCE, gradient);
        }

        /** Where element {@code i} of a tensor of the file lies in the engine's vector. */
        private int place(Layout.Slice slice, Parameter parameter, int i) {
            var inFile = parameter.gates(sizes.cell());
            int row = parameter.stored(stored).row(i / slice.rowSize(), inFile, sizes.units());
            return slice.offset() + row * slice.rowSize() + i % slice.rowSize();
        }

        private void checkForward() {
            var y = file.tensor("y");
            y.check(TOLERANCE, unpacked(output().value, y));
            var hidden = new float[file.tensor("h_n").data().length];
            var cellState = new float[hidden.length];
            var taps = taps();
            for (int d = 0; d < taps.size(); d++) {
                for (int place = 0; place < order.length; place++) {
                    int to = (d * order.length + order[place]) * sizes.units();
                    int from = place * sizes.units();
                    System.arraycopy(taps.get(d).hidden, from, hidden, to, sizes.units());
                    System.arraycopy(taps.get(d).cellState, from, cellState, to, sizes.units());
                }
            }
            file.tensor("h_n").check(TOLERANCE, hidden);
            if (sizes.hasCell()) {
                file.tensor("c_n").check(TOLERANCE, cellState);
            }
            checkLoss();
        }

        /**
         * The file's loss is that of the file's outputs. It is no result of the engine; and a sum
         * whose terms cancel would measure the cancellation.
         */
        private void checkLoss() {
            double loss = dot(file.tensor("y"), file.tensor("dy"));
            loss += dot(file.tensor("h_n"), file.tensor("dh_n"));
            if (sizes.hasCell()) {
                loss += dot(file.tensor("c_n"), file.tensor("dc_n"));
            }
            file.scalar("loss").check(TOLERANCE, loss);
        }

        private static double dot(GoldenTensor a, GoldenTensor b) {
            double sum = 0;
            for (int i = 0; i < a.data().length; i++) {
                sum += a.data()[i] * b.data()[i];
            }
            return sum;
        }

        /** From [steps, sequences, columns] to packed rows. */
        private void pack(GoldenTensor from, float[] to) {
            int columns = from.size(2);
            for (int place = 0; place < order.length; place++) {
                for (int t = 0; t < sizes.length(order[place]); t++) {
                    for (int i = 0; i < columns; i++) {
                        to[input.packing.row(t, place) * columns + i] =
                                (float) from.at(t, order[place], i);
                    }
                }
            }
        }

        /** From packed rows to [steps, sequences, columns], zero past each length. */
        private float[] unpacked(float[] from, GoldenTensor like) {
            int columns = like.size(2);
            var to = new float[like.data().length];
            for (int place = 0; place < order.length; place++) {
                for (int t = 0; t < sizes.length(order[place]); t++) {
                    System.arraycopy(
                            from,
                            input.packing.row(t, place) * columns,
                            to,
                            (t * order.length + order[place]) * columns,
                            columns);
                }
            }
            return to;
        }

        private void packStates(GoldenTensor from, int direction, float[] to) {
            for (int place = 0; place < order.length; place++) {
                for (int i = 0; i < sizes.units(); i++) {
                    to[place * sizes.units() + i] = (float) from.at(direction, order[place], i);
                }
            }
        }
    }
}
