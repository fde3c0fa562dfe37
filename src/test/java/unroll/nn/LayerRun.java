package unroll.nn;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.batch.Packing;
import unroll.oracle.OracleLayer;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/**
 * One layer over random packed rows. What it is differentiated by is the product of its outputs
 * with random numbers.
 */
public final class LayerRun {
    /** How many distinct rows there are where rows are words. */
    private static final int WORDS = 7;

    /**
     * @param columns of the input
     * @param layer adds its parameters without a prefix: they are called {@code layer.…}
     */
    public record Case(String name, int columns, Function<Layout.Builder, Layer> layer) {
        @Override
        public String toString() {
            return name;
        }
    }

    public final Layout layout;
    public final Activations input;
    public final Layer.Pass pass;
    public final Context context = new Context();
    private final float[] x; // what layers may change in place in the input
    private final float[] dy; // the same for the output's gradient
    private final int width;

    /**
     * @param words whether the input consists of distinct rows
     * @param lengths falling
     */
    public LayerRun(Case of, boolean words, boolean training, Kernels kernels, int... lengths) {
        var builder = new Layout.Builder();
        var layer = of.layer.apply(builder);
        layout = builder.build();
        int rows = IntStream.of(lengths).sum();
        var random = new Random(31 + rows);
        var packing = new Packing(lengths.length);
        // A longer batch was here before: nothing may read what it left.
        packing.set(IntStream.of(lengths).map(length -> length + 2).toArray(), lengths.length);
        packing.set(lengths, lengths.length);
        // Room for more than the batch needs, or for the batch alone: nothing may reach beyond it.
        int room = rows % 2 == 0 ? 0 : 5;
        var capacity = new Capacity(lengths.length + room, rows + room, training);
        input =
                new Activations(
                        Allocator.heap(), words ? WORDS : rows + room, of.columns, training);
        input.packing = packing;
        input.rows = words ? WORDS : rows;
        if (words) {
            input.index = random.ints(rows, 0, WORDS).toArray();
        }
        x = gaussian(random, input.value.length, 1);
        pass = layer.open(capacity, kernels, Allocator.heap(), input);
        width = layer.outputs();
        dy = gaussian(random, capacity.rows() * width, 1);
        context.theta = new float[layout.size()];
        for (var slice : layout.slices()) {
            double scale = slice.shape().size() == 1 ? 0.5 : 1 / Math.sqrt(slice.rowSize());
            var start = gaussian(random, slice.size(), scale);
            System.arraycopy(start, 0, context.theta, slice.offset(), start.length);
        }
        context.gradient = new float[layout.size()];
        context.training = training;
        context.key = 9;
        context.batch = Batches.words(1, 1);
    }

    private static float[] gaussian(Random random, int count, double scale) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (scale * random.nextGaussian());
        }
        return numbers;
    }

    public LayerRun forward() {
        System.arraycopy(x, 0, input.value, 0, x.length);
        context.penalty = 0;
        pass.forward(context);
        return this;
    }

    /** Whatever was there must be assigned, not added to. */
    public LayerRun backward() {
        Arrays.fill(context.gradient, Float.NaN);
        var output = pass.output();
        if (output != input) {
            Arrays.fill(input.gradient, Float.NaN);
        }
        System.arraycopy(dy, 0, output.gradient, 0, output.rows * width);
        pass.backward(context);
        return this;
    }

    /** Values of the output, [rows, outputs]. */
    public float[] outputs() {
        return Arrays.copyOf(pass.output().value, pass.output().rows * width);
    }

    public float[] inputGradient() {
        return Arrays.copyOf(input.gradient, input.rows * input.columns);
    }

    /** The objective: outputs times what they are weighted by, and what penalties add. */
    public double objective() {
        double sum = context.penalty;
        var y = outputs();
        for (int i = 0; i < y.length; i++) {
            sum += (double) y[i] * dy[i];
        }
        return sum;
    }

    /** Moves input and parameters by multiples of directions. */
    public void move(double by, float[] inputDirection, float[] parameterDirection) {
        for (int i = 0; i < inputDirection.length; i++) {
            x[i] += (float) (by * inputDirection[i]);
        }
        for (int i = 0; i < parameterDirection.length; i++) {
            context.theta[i] += (float) (by * parameterDirection[i]);
        }
    }

    /** Requires outputs and every gradient to be those of the equations. */
    public void check(double tolerance, OracleLayer equations) {
        var tape = new Tape();
        var numbers = tape.leaves(doubles(x, input.rows * input.columns));
        var values = new Parameters().with("x", numbers, input.rows, input.columns).matrix("x");
        var parameters = new Parameters();
        for (var slice : layout.slices()) {
            var own = Arrays.copyOfRange(context.theta, slice.offset(), slice.end());
            parameters.with(slice.name(), tape.leaves(doubles(own, own.length)), shape(slice));
        }
        var output = pass.output();
        var expected = new double[output.rows * width];
        var objective = tape.leaf(0);
        for (int b = 0; b < input.packing.sequences(); b++) {
            var y = equations.of(parameters.under("layer"), rows(values, b));
            for (int t = 0; t < y.length; t++) {
                assertEquals(y[t].length, width, "columns of the output");
                int at = outputRow(t, b) * width;
                for (int j = 0; j < width; j++) {
                    expected[at + j] = y[t][j].value();
                    objective = objective.plus(y[t][j].times(dy[at + j]));
                }
            }
        }
        tape.differentiate(objective);
        var lengths =
                IntStream.range(0, input.packing.sequences()).map(input.packing::length).toArray();
        var of = " of lengths " + Arrays.toString(lengths);
        reference("outputs" + of, expected).check(tolerance, outputs());
        reference("input gradient" + of, Vectors.gradients(numbers))
                .check(tolerance, inputGradient());
        for (var slice : layout.slices()) {
            reference(slice.name() + of, Vectors.gradients(parameters.vector(slice.name())))
                    .check(
                            tolerance,
                            Arrays.copyOfRange(context.gradient, slice.offset(), slice.end()));
        }
    }

    private int outputRow(int t, int b) {
        var packing = pass.output().packing;
        return packing == null ? b : packing.row(t, b);
    }

    private Scalar[][] rows(Scalar[][] values, int b) {
        var rows = new Scalar[input.packing.length(b)][];
        for (int t = 0; t < rows.length; t++) {
            int row = input.packing.row(t, b);
            rows[t] = values[input.index == null ? row : input.index[row]];
        }
        return rows;
    }

    private static int[] shape(Layout.Slice slice) {
        return slice.shape().stream().mapToInt(Integer::intValue).toArray();
    }

    private static double[] doubles(float[] floats, int count) {
        var doubles = new double[count];
        for (int i = 0; i < count; i++) {
            doubles[i] = floats[i];
        }
        return doubles;
    }

    private static GoldenTensor reference(String name, double... values) {
        return new GoldenTensor(name, new int[] {values.length}, values);
    }
}
