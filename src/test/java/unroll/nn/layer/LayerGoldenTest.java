package unroll.nn.layer;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.attention.AdditiveAttention;
import unroll.nn.batch.Packing;

/** The time-delay layer and additive attention agree with the reference vectors. */
final class LayerGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> timeDelay() {
        return GoldenFiles.tests(GoldenFile.Kind.TIME_DELAY, LayerGoldenTest::checkTimeDelay);
    }

    @TestFactory
    Stream<DynamicTest> attention() {
        return GoldenFiles.tests(GoldenFile.Kind.ATTENTION, LayerGoldenTest::checkAttention);
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return Stream.of(
                        GoldenFiles.faults(
                                GoldenFile.Kind.TIME_DELAY, LayerGoldenTest::checkTimeDelay),
                        GoldenFiles.faults(
                                GoldenFile.Kind.ATTENTION, LayerGoldenTest::checkAttention))
                .flatMap(tests -> tests);
    }

    /** The file holds [sequences, columns, steps], and weights as [outputs, inputs, kernel]. */
    private static void checkTimeDelay(GoldenFile file) {
        var x = file.tensor("x");
        var weight = file.tensor("params", "weight");
        int outputs = weight.size(0);
        int inputs = weight.size(1);
        int kernel = weight.size(2);
        var lengths = new int[x.size(0)];
        Arrays.fill(lengths, x.size(2));
        var packing = packing(lengths);
        var layout = new Layout.Builder();
        var layer =
                new TimeDelay(
                        layout,
                        "conv",
                        inputs,
                        outputs,
                        kernel,
                        (int) file.stated("dilation"),
                        1,
                        TimeDelay.Activation.NONE);
        var context = context(layout.build());
        var input = signal(packing, inputs);
        var pass = layer.open(capacity(packing), Kernels.fastest(), Allocator.heap(), input);
        for (int o = 0; o < outputs; o++) {
            for (int k = 0; k < kernel; k++) {
                for (int i = 0; i < inputs; i++) {
                    context.theta[(o * kernel + k) * inputs + i] = (float) weight.at(o, i, k);
                }
            }
        }
        int b = outputs * kernel * inputs;
        System.arraycopy(file.tensor("params", "bias").floats(), 0, context.theta, b, outputs);
        pack(x, packing, input.value);
        pass.forward(context);
        var y = file.tensor("y");
        y.check(TOLERANCE, unpacked(pass.output().value, packing, y));
        pack(file.tensor("dy"), packing, pass.output().gradient);
        pass.backward(context);
        var dWeight = new float[b];
        for (int o = 0; o < outputs; o++) {
            for (int k = 0; k < kernel; k++) {
                for (int i = 0; i < inputs; i++) {
                    dWeight[(o * inputs + i) * kernel + k] =
                            context.gradient[(o * kernel + k) * inputs + i];
                }
            }
        }
        file.tensor("grad_params", "weight").check(TOLERANCE, dWeight);
        file.tensor("grad_params", "bias")
                .check(TOLERANCE, Arrays.copyOfRange(context.gradient, b, b + outputs));
        file.tensor("grad_x").check(TOLERANCE, unpacked(input.gradient, packing, x));
    }

    /** From [sequences, columns, steps] to packed rows. */
    private static void pack(GoldenTensor from, Packing packing, float[] to) {
        int columns = from.size(1);
        for (int b = 0; b < from.size(0); b++) {
            for (int t = 0; t < from.size(2); t++) {
                for (int i = 0; i < columns; i++) {
                    to[packing.row(t, b) * columns + i] = (float) from.at(b, i, t);
                }
            }
        }
    }

    private static float[] unpacked(float[] from, Packing packing, GoldenTensor like) {
        int columns = like.size(1);
        int steps = like.size(2);
        var to = new float[like.data().length];
        for (int b = 0; b < like.size(0); b++) {
            for (int t = 0; t < steps; t++) {
                for (int i = 0; i < columns; i++) {
                    to[(b * columns + i) * steps + t] = from[packing.row(t, b) * columns + i];
                }
            }
        }
        return to;
    }

    /** The query's projection is a linear layer without its bias. */
    private static void checkAttention(GoldenFile file) {
        var lengths = file.integers("lengths");
        var order = Batches.longestFirst(lengths);
        var packing = packing(lengths);
        var keys = file.tensor("keys");
        int columns = keys.size(2);
        int units = file.tensor("v").size(0);
        int queries = file.tensor("q").size(1);
        var builder = new Layout.Builder();
        var projection = new Linear(builder, "query", queries, units);
        var attention = new AdditiveAttention(builder, "attention", columns, units);
        var layout = builder.build();
        var context = context(layout);
        enter(context.theta, layout, "query.w", file.tensor("wq"));
        enter(context.theta, layout, "attention.w", file.tensor("wk"));
        enter(context.theta, layout, "attention.v", file.tensor("v"));
        // Queries lie in the file's order, keys longest first.
        var singles = new int[lengths.length];
        Arrays.fill(singles, 1);
        var query = signal(packing(singles), queries);
        System.arraycopy(file.tensor("q").floats(), 0, query.value, 0, query.value.length);
        var input = signal(packing, columns);
        each(
                packing,
                order,
                (fileRow, row) -> copy(keys.floats(), fileRow, input.value, row, columns));
        var projecting =
                projection.open(capacity(packing), Kernels.fastest(), Allocator.heap(), query);
        var projected = projecting.output();
        var run = attention.open(capacity(packing), Kernels.fastest(), Allocator.heap());
        projecting.forward(context);
        run.project(context, input);
        run.match(context, query.packing);
        var found = new float[order.length * columns];
        run.read(context, order.length, projected.value, 0, found, 0);
        file.tensor("context").check(TOLERANCE, found);
        var weights = new float[file.tensor("weights").data().length];
        for (int place = 0; place < order.length; place++) {
            for (int t = 0; t < packing.length(place); t++) {
                weights[t * order.length + order[place]] = run.weight(place, t);
            }
        }
        file.tensor("weights").check(TOLERANCE, weights);
        var dContext = file.tensor("dcontext").floats();
        run.startBackward(context);
        run.backward(context, order.length, projected.value, 0, dContext, projected.gradient);
        run.finish(context, false);
        run.backwardContext(order.length, dContext);
        projecting.backward(context);
        var dKeys = new float[keys.data().length];
        each(packing, order, (fileRow, row) -> copy(input.gradient, row, dKeys, fileRow, columns));
        file.tensor("grad_keys").check(TOLERANCE, dKeys);
        file.tensor("grad_q").check(TOLERANCE, query.gradient);
        checkGradient(file.tensor("grad_wq"), context, layout.slice("query.w"));
        checkGradient(file.tensor("grad_wk"), context, layout.slice("attention.w"));
        checkGradient(file.tensor("grad_v"), context, layout.slice("attention.v"));
    }

    private interface Rows {
        void pair(int fileRow, int row);
    }

    /** Rows of a file's [steps, sequences] and where they lie in the packing. */
    private static void each(Packing packing, int[] order, Rows rows) {
        for (int place = 0; place < order.length; place++) {
            for (int t = 0; t < packing.length(place); t++) {
                rows.pair(t * order.length + order[place], packing.row(t, place));
            }
        }
    }

    private static void copy(float[] from, int fromRow, float[] to, int toRow, int columns) {
        System.arraycopy(from, fromRow * columns, to, toRow * columns, columns);
    }

    private static void enter(float[] theta, Layout layout, String name, GoldenTensor tensor) {
        var slice = layout.slice(name);
        System.arraycopy(tensor.floats(), 0, theta, slice.offset(), slice.size());
    }

    private static void checkGradient(GoldenTensor tensor, Context context, Layout.Slice slice) {
        tensor.check(TOLERANCE, Arrays.copyOfRange(context.gradient, slice.offset(), slice.end()));
    }

    private static Packing packing(int... lengths) {
        var packing = new Packing(lengths.length);
        packing.set(lengths, lengths.length);
        return packing;
    }

    private static Capacity capacity(Packing packing) {
        return new Capacity(packing.sequences(), packing.rows(), true);
    }

    private static Activations signal(Packing packing, int columns) {
        var signal = new Activations(Allocator.heap(), packing.rows(), columns, true);
        signal.packing = packing;
        signal.rows = packing.rows();
        return signal;
    }

    private static Context context(Layout layout) {
        var context = new Context();
        context.theta = new float[layout.size()];
        context.gradient = new float[layout.size()];
        Arrays.fill(context.gradient, Float.NaN);
        context.training = true;
        context.batch = Batches.words(1, 1);
        return context;
    }
}
