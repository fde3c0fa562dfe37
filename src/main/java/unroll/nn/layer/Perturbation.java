package unroll.nn.layer;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.RandomKeys;
import unroll.nn.Activations;
import unroll.nn.Capacity;

/**
 * The steps of sequences, each in a row of its own, with a perturbation: words that occur several
 * times are perturbed each time otherwise.
 */
final class Perturbation {
    final Activations output; // [rows, columns]

    private final Activations input;
    private final int columns;
    private final double[] factors; // [sequences]

    Perturbation(Capacity capacity, Allocator allocator, Activations input) {
        this.input = input;
        columns = input.columns;
        output = new Activations(allocator, capacity.rows(), columns, true);
        factors = allocator.doubles(capacity.sequences());
    }

    /** Assigns the input's values. */
    void none() {
        output.packing = input.packing;
        output.rows = input.packing.rows();
        for (int row = 0; row < output.rows; row++) {
            System.arraycopy(input.value, place(row), output.value, row * columns, columns);
        }
    }

    /** Returns the first element of a packed row in the input. */
    private int place(int row) {
        return (input.index == null ? row : input.index[row]) * columns;
    }

    /** Assigns the input's values with a random perturbation of a norm to each sequence. */
    void random(double norm, long key) {
        for (int i = 0; i < output.rows * columns; i++) {
            output.gradient[i] = nearlyNormal(RandomKeys.next(key + i));
        }
        alongGradient(norm);
    }

    /** Returns the sum of four uniform numbers, of mean 0. */
    private static float nearlyNormal(long bits) {
        long sum = 0;
        for (int shift = 0; shift < 64; shift += 16) {
            sum += bits >>> shift & 0xffff;
        }
        return sum - 2 * 0xffff;
    }

    /**
     * Assigns the input's values with a perturbation of a norm to each sequence, in the direction
     * of the output's gradient; the values themselves where that is 0.
     */
    void alongGradient(double norm) {
        var packing = output.packing;
        var d = output.gradient;
        Arrays.fill(factors, 0, packing.sequences(), 0);
        for (int t = 0; t < packing.steps(); t++) {
            for (int b = 0; b < packing.active(t); b++) {
                int at = packing.row(t, b) * columns;
                for (int i = at; i < at + columns; i++) {
                    factors[b] += (double) d[i] * d[i];
                }
            }
        }
        for (int b = 0; b < packing.sequences(); b++) {
            factors[b] = factors[b] == 0 ? 0 : norm / StrictMath.sqrt(factors[b]);
        }
        for (int t = 0; t < packing.steps(); t++) {
            for (int b = 0; b < packing.active(t); b++) {
                int row = packing.row(t, b);
                int at = row * columns;
                int from = place(row);
                for (int i = 0; i < columns; i++) {
                    output.value[at + i] = (float) (input.value[from + i] + factors[b] * d[at + i]);
                }
            }
        }
    }

    /** Assigns the input's gradient from the output's. */
    void assignGradient() {
        Arrays.fill(input.gradient, 0, input.rows * columns, 0);
        addGradient();
    }

    /** Adds the output's gradient to the input's. */
    void addGradient() {
        for (int row = 0; row < output.rows; row++) {
            int at = row * columns;
            int to = place(row);
            for (int i = 0; i < columns; i++) {
                input.gradient[to + i] += output.gradient[at + i];
            }
        }
    }
}
