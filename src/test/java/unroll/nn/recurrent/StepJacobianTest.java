package unroll.nn.recurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.LeakConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Batches;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;

/** The step's Jacobian is what small changes of the state before the step do to the one after. */
final class StepJacobianTest {
    private static final int INPUTS = 3;
    private static final int UNITS = 5;
    private static final float CHANGE = 1 / 32f;

    @TestFactory
    Stream<DynamicTest> isThatOfCentralDifferences() {
        var others =
                Stream.of(
                        new CellConf.Gru(CellConf.Reset.BEFORE),
                        new CellConf.Lstm(1, true, false),
                        new CellConf.Lstm(1, true, true));
        var named =
                Stream.of(CellConf.Name.values())
                        .filter(name -> name != CellConf.Name.JORDAN)
                        .map(CellConf::of);
        return Stream.concat(named, others)
                .flatMap(cell -> Stream.of(layer(cell, false), layer(cell, true)))
                .map(layer -> DynamicTest.dynamicTest(layer.toString(), () -> check(layer)));
    }

    private static RecurrentConf layer(CellConf cell, boolean leaky) {
        return new RecurrentConf(
                cell,
                UNITS,
                false,
                leaky ? new LeakConf.Learned() : new LeakConf.None(),
                List.of(1));
    }

    /** The direction reads from the end: a single step has no direction. */
    private static void check(RecurrentConf layer) {
        var random = new Random(3);
        var layout = new Layout.Builder();
        var cell = Cells.of(layer);
        var recurrent =
                new Recurrent(
                        layout,
                        "l",
                        cell,
                        INPUTS,
                        UNITS,
                        false,
                        true,
                        Feedback.PLAIN,
                        Conditioning.NONE);
        var theta = numbers(random, layout.build().size());
        var x = numbers(random, INPUTS);
        var before = numbers(random, UNITS);
        var cellState = new float[cell.cellStates()][];
        for (int m = 0; m < cellState.length; m++) {
            cellState[m] = numbers(random, UNITS);
        }
        var jacobian = new StepJacobian(recurrent, theta.length, Kernels.fastest());
        jacobian.of(theta, x, numbers(random, UNITS), cellState); // what was before leaves no trace
        var found = jacobian.of(theta, x, before, cellState);
        jacobian.of(theta, x, numbers(random, UNITS), cellState); // nor does what comes after
        for (int j = 0; j < UNITS; j++) {
            var more = before.clone();
            var less = before.clone();
            more[j] += CHANGE;
            less[j] -= CHANGE;
            var above = after(recurrent, theta, x, more, cellState);
            var below = after(recurrent, theta, x, less, cellState);
            for (int i = 0; i < UNITS; i++) {
                double slope = (above[i] - below[i]) / (2.0 * CHANGE);
                assertEquals(slope, found[i * UNITS + j], 1e-3, i + ", " + j);
            }
        }
    }

    private static float[] after(
            Recurrent recurrent, float[] theta, float[] x, float[] before, float[][] cellState) {
        var input = new Activations(Allocator.heap(), 1, INPUTS, false);
        var output = new Activations(Allocator.heap(), 1, UNITS, false);
        var capacity = new Capacity(1, 1, false);
        var direction =
                recurrent.openForwards(
                        "before", capacity, Kernels.fastest(), Allocator.heap(), input, output);
        var state = new Activations(Allocator.heap(), 1, UNITS * (1 + cellState.length), false);
        System.arraycopy(before, 0, state.value, 0, UNITS);
        for (int m = 0; m < cellState.length; m++) {
            System.arraycopy(cellState[m], 0, state.value, UNITS * (1 + m), UNITS);
        }
        var context = new Context();
        context.theta = theta;
        context.batch = Batches.words(1, 1);
        context.batch.source().pack(new int[] {1}, 1);
        input.packing = context.batch.packing();
        state.packing = input.packing;
        context.chains = Map.of("before", state);
        input.rows = 1;
        System.arraycopy(x, 0, input.value, 0, INPUTS);
        direction.forward(context);
        return output.value;
    }

    @Test
    void longerConnectionsAreRefused() {
        var cell = Cells.of(layer(CellConf.of(CellConf.Name.ELMAN), false));
        var feedback = new Feedback(List.of(1, 4), 0, false, false, 0);
        var recurrent =
                new Recurrent(
                        new Layout.Builder(),
                        "l",
                        cell,
                        INPUTS,
                        UNITS,
                        false,
                        false,
                        feedback,
                        Conditioning.NONE);
        assertThrows(
                IllegalArgumentException.class,
                () -> new StepJacobian(recurrent, 1, Kernels.scalar()));
    }

    private static float[] numbers(Random random, int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (0.7 * random.nextGaussian());
        }
        return numbers;
    }
}
