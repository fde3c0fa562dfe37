package unroll.diagnose;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import unroll.diagnose.Diagnosis.Flow;
import unroll.diagnose.Diagnosis.Gate;
import unroll.diagnose.Diagnosis.Jacobian;
import unroll.diagnose.Diagnosis.OfDirection;
import unroll.diagnose.Diagnosis.Spectrum;
import unroll.math.linear.SingularValues;
import unroll.nn.Cell;
import unroll.nn.DirectionView;
import unroll.nn.StepView;
import unroll.nn.batch.Batch;

/** Statistics of one direction of a recurrent layer, collected batch after batch. */
final class DirectionRecorder {
    /** Examples whose steps' Jacobians are taken: the first of the sample. */
    private static final int JACOBIAN_EXAMPLES = 3;

    private final DirectionView direction;
    private final float[] theta;
    private final List<Jacobian> jacobians = new ArrayList<>();
    private double[] norms = new double[64]; // sums by distance
    private long[] sequences = new long[64];
    private int distances;
    private final long[] low; // [blocks]
    private final long[] high;
    private long seen; // values of a block
    private final float[] least; // [width]
    private final float[] most;

    DirectionRecorder(DirectionView direction, float[] theta) {
        this.direction = direction;
        this.theta = theta;
        low = new long[direction.blocks().size()];
        high = new long[low.length];
        least = new float[direction.width()];
        most = new float[least.length];
        Arrays.fill(least, Float.POSITIVE_INFINITY);
        Arrays.fill(most, Float.NEGATIVE_INFINITY);
    }

    /**
     * Notes gates and units of a step, and some Jacobians.
     *
     * @param batch of the step; of sequences that go on from others there are no Jacobians
     */
    void stepped(StepView at, Batch batch) {
        int active = at.packing().active(at.t());
        var step = at.step();
        int values = active * direction.units();
        for (int g = 0; g < low.length; g++) {
            count(g, step.gates, step.gate(g), values);
        }
        seen += values;
        for (int i = 0; i < active * least.length; i++) {
            int unit = i % least.length;
            least[unit] = Math.min(least[unit], at.state()[i]);
            most[unit] = Math.max(most[unit], at.state()[i]);
        }
        for (int b = 0; b < active && direction.feedsBackOneStep() && !batch.continues(); b++) {
            int example = batch.numbers()[at.packing().example(b)];
            if (example < JACOBIAN_EXAMPLES && chosen(at.t(), at.packing().length(b))) {
                jacobians.add(jacobianOf(at, b, example));
            }
        }
    }

    private void count(int block, float[] gates, int from, int values) {
        var activation = direction.blocks().get(block).activation();
        float below = lowerBound(activation);
        float above = upperBound(activation);
        for (int i = from; i < from + values; i++) {
            low[block] += gates[i] < below ? 1 : 0;
            high[block] += gates[i] > above ? 1 : 0;
        }
    }

    private static float lowerBound(Cell.Activation activation) {
        return switch (activation) {
            case SIGMOID -> Diagnosis.SIGMOID_BOUND;
            case TANH -> -Diagnosis.TANH_BOUND;
            case RELU -> Float.MIN_VALUE; // only zero is below it
            case NONE -> Float.NEGATIVE_INFINITY;
        };
    }

    private static float upperBound(Cell.Activation activation) {
        return switch (activation) {
            case SIGMOID -> 1 - Diagnosis.SIGMOID_BOUND;
            case TANH -> Diagnosis.TANH_BOUND;
            case RELU, NONE -> Float.POSITIVE_INFINITY;
        };
    }

    /** The steps after a quarter, a half and three quarters of a sequence. */
    private static boolean chosen(int t, int length) {
        return t == length / 4 || t == length / 2 || t == 3 * length / 4;
    }

    private Jacobian jacobianOf(StepView at, int b, int example) {
        int n = direction.width();
        var matrix = at.jacobian(b);
        return new Jacobian(example, at.t(), list(SingularValues.of(matrix, 0, n, n)));
    }

    /**
     * Notes the gradient of a step's state, which is that of the mean of the batch's losses, one a
     * sequence.
     */
    void stateGradient(StepView at, float[] dState) {
        int width = direction.width();
        var packing = at.packing();
        for (int b = 0; b < packing.active(at.t()); b++) {
            double squares = 0;
            for (int i = b * width; i < (b + 1) * width; i++) {
                squares += (double) dState[i] * dState[i];
            }
            int distance = direction.reverse() ? at.t() : packing.length(b) - 1 - at.t();
            if (distance >= norms.length) {
                norms = Arrays.copyOf(norms, 2 * Math.max(norms.length, distance));
                sequences = Arrays.copyOf(sequences, norms.length);
            }
            norms[distance] += packing.sequences() * StrictMath.sqrt(squares);
            sequences[distance]++;
            distances = Math.max(distances, distance + 1);
        }
    }

    OfDirection found() {
        var means = new ArrayList<Double>();
        var counts = new ArrayList<Long>();
        for (int d = 0; d < distances; d++) {
            means.add(norms[d] / sequences[d]);
            counts.add(sequences[d]);
        }
        var gates = new ArrayList<Gate>();
        for (int g = 0; g < low.length; g++) {
            var block = direction.blocks().get(g);
            if (block.activation() != Cell.Activation.NONE) {
                gates.add(
                        new Gate(
                                block.name(),
                                block.activation().name().toLowerCase(Locale.ROOT),
                                (double) low[g] / seen,
                                (double) high[g] / seen));
            }
        }
        var dead = new ArrayList<Integer>();
        var zero = new ArrayList<Integer>();
        for (int i = 0; i < least.length; i++) {
            if (most[i] - least[i] <= Diagnosis.DEAD_RANGE) {
                dead.add(i);
                if (most[i] == 0 && least[i] == 0) {
                    zero.add(i);
                }
            }
        }
        jacobians.sort(
                (a, b) ->
                        a.example() != b.example()
                                ? Integer.compare(a.example(), b.example())
                                : Integer.compare(a.step(), b.step()));
        return new OfDirection(
                direction.name(),
                direction.width(),
                new Flow(means, counts),
                spectra(),
                jacobians,
                gates,
                dead,
                zero);
    }

    /** Returns the spectra of the recurrent matrices, each as a whole and block by block. */
    private List<Spectrum> spectra() {
        var spectra = new ArrayList<Spectrum>();
        for (var matrix : direction.matrices()) {
            var slice = matrix.slice();
            int blocks = matrix.blocks().size();
            int rows = slice.shape().get(0);
            int columns = slice.rowSize();
            spectra.add(
                    new Spectrum(
                            slice.name(),
                            null,
                            list(SingularValues.of(theta, slice.offset(), rows, columns))));
            for (int g = 0; g < blocks && blocks > 1; g++) {
                int from = slice.offset() + g * (slice.size() / blocks);
                spectra.add(
                        new Spectrum(
                                slice.name(),
                                matrix.blocks().get(g).name(),
                                list(SingularValues.of(theta, from, rows / blocks, columns))));
            }
        }
        return spectra;
    }

    private static List<Double> list(double[] values) {
        return Arrays.stream(values).boxed().toList();
    }
}
