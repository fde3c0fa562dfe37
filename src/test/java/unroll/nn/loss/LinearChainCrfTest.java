package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.golden.GoldenTensor;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Activations;
import unroll.nn.Capacity;
import unroll.nn.Context;
import unroll.nn.Layout;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.nn.batch.Stream;
import unroll.oracle.OracleCrf;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** The conditional random field agrees with the enumeration of all sequences of labels. */
final class LinearChainCrfTest {
    private static final int LABELS = 3;

    private final Layout layout;
    private final LinearChainCrf crf;
    private final Random random = new Random(4);
    private final float[] theta;

    LinearChainCrfTest() {
        var builder = new Layout.Builder();
        crf = new LinearChainCrf(builder, "head", LABELS);
        layout = builder.build();
        theta = numbers(layout.size());
    }

    private float[] numbers(int count) {
        var numbers = new float[count];
        for (int i = 0; i < count; i++) {
            numbers[i] = (float) (1.5 * random.nextGaussian());
        }
        return numbers;
    }

    /** A batch of sequences with its logits and their gradient, and that of the parameters. */
    private final class Run {
        private final Batch batch;
        private final Activations logits;
        private final float[] gradient = new float[layout.size()];
        private final Workspace.BatchLoss loss;

        Run(Kernels kernels, float[] values, int[]... targets) {
            int rows = values.length / LABELS;
            var source = Stream.of(targets.length, rows, 0);
            var target = source.perStep(0);
            batch = new Batch(targets.length, Map.of(Batch.SOURCE, source, Batch.TARGET, target));
            source.pack(
                    Arrays.stream(targets).mapToInt(ids -> ids.length).toArray(), targets.length);
            for (int i = 0; i < targets.length; i++) {
                for (int t = 0; t < targets[i].length; t++) {
                    int row = batch.packing().row(t, batch.packing().place(i));
                    target.ids()[row] = targets[i][t];
                }
            }
            logits = new Activations(Allocator.heap(), rows, LABELS, true);
            logits.rows = rows;
            logits.packing = batch.packing();
            System.arraycopy(values, 0, logits.value, 0, values.length);
            Arrays.fill(logits.gradient, Float.NaN);
            Arrays.fill(gradient, Float.NaN);
            var capacity = new Capacity(targets.length, rows, true);
            var context = new Context();
            context.theta = theta;
            context.gradient = gradient;
            context.batch = batch;
            loss = crf.open(capacity, kernels, Allocator.heap(), logits).loss(context);
        }
    }

    private void check(int[]... targets) {
        int rows = Arrays.stream(targets).mapToInt(ids -> ids.length).sum();
        var values = numbers(rows * LABELS);
        var run = new Run(Kernels.fastest(), values, targets);
        var tape = new Tape();
        var leaves = tape.leaves(doubles(values));
        var own = tape.leaves(doubles(theta));
        var logits = new Parameters().with("z", leaves, rows, LABELS).matrix("z");
        var sum = tape.leaf(0);
        int terms = 0;
        for (int i = 0; i < targets.length; i++) {
            if (Arrays.stream(targets[i]).anyMatch(id -> id >= 0)) {
                sum = sum.plus(oracle(run, logits, own, i).loss(targets[i]));
                terms += targets[i].length;
            }
        }
        assertEquals(terms, run.loss.terms());
        assertEquals(sum.value(), run.loss.sum(), 1e-9 * Math.abs(sum.value()));
        tape.differentiate(sum.times(1.0 / terms));
        compare("logits", Vectors.gradients(leaves), run.logits.gradient);
        compare("theta", Vectors.gradients(own), run.gradient);
    }

    private OracleCrf oracle(Run run, Scalar[][] logits, Scalar[] own, int example) {
        var parameters = Parameters.of(layout, own).under("head");
        int place = run.batch.packing().place(example);
        var steps = new Scalar[run.batch.packing().length(place)][];
        for (int t = 0; t < steps.length; t++) {
            steps[t] = logits[run.batch.packing().row(t, place)];
        }
        return new OracleCrf(
                steps,
                parameters.matrix("transitions"),
                parameters.vector("start"),
                parameters.vector("end"));
    }

    private static void compare(String name, double[] expected, float... got) {
        new GoldenTensor(name, new int[] {expected.length}, expected).check(1e-6, got);
    }

    private static double[] doubles(float... of) {
        var doubles = new double[of.length];
        Arrays.setAll(doubles, i -> of[i]);
        return doubles;
    }

    @Test
    void lossAndGradientsAreThoseOfTheDefinition() {
        check(new int[] {0, 2, 1, 1}, new int[] {2}, new int[] {1, 0, 0, 2, 1});
        check(new int[] {1});
        check(new int[] {2, 2}, new int[] {0, 1}, new int[] {1, 1});
    }

    @Test
    void aStepWithoutTargetMayHaveAnyLabel() {
        check(new int[] {-1, 2, -1, -7}, new int[] {1, -1}, new int[] {0, 0, 0});
    }

    @Test
    void aSequenceWithoutTargetsIsLeftOut() {
        check(new int[] {0, 1}, new int[] {-1, -1, -1});
        var run = new Run(Kernels.fastest(), numbers(2 * LABELS), new int[] {-1, -1});
        assertEquals(new Workspace.BatchLoss(0, 0), run.loss);
        assertArrayEquals(new float[2 * LABELS], run.logits.gradient);
        assertArrayEquals(new float[layout.size()], run.gradient);
    }

    @Test
    void scalarAndSimdGiveTheSameBits() {
        var values = numbers(7 * LABELS);
        var targets = new int[][] {{0, 1, 2, -1}, {2, 1, 0}};
        var fast = new Run(Kernels.fastest(), values, targets);
        var plain = new Run(Kernels.scalar(), values, targets);
        assertEquals(plain.loss, fast.loss);
        assertArrayEquals(plain.logits.gradient, fast.logits.gradient);
        assertArrayEquals(plain.gradient, fast.gradient);
    }

    /** In plain probabilities the product over so many steps would be zero. */
    @Test
    void longSequencesDoNotUnderflow() {
        var targets = random.ints(3000, 0, LABELS).toArray();
        var run = new Run(Kernels.fastest(), numbers(3000 * LABELS), targets);
        assertTrue(run.loss.mean() > 0.1 && run.loss.mean() < 10, run.loss.toString());
        for (int t = 0; t < 3000; t++) {
            double sum = 0;
            for (int k = 0; k < LABELS; k++) {
                sum += run.logits.gradient[t * LABELS + k];
            }
            assertEquals(0, sum, 1e-9, "the expected and the true label both count once");
        }
    }

    @Test
    void aSequenceAloneHasTheBitsThatItHasAmongOthers() {
        var values = numbers(5 * LABELS);
        var both = new Run(Kernels.fastest(), values, new int[] {0, 1, 2}, new int[] {2, 2});
        var own = new float[3 * LABELS];
        for (int t = 0; t < 3; t++) {
            int row = both.batch.packing().row(t, 0);
            System.arraycopy(values, row * LABELS, own, t * LABELS, LABELS);
        }
        var decoder = new ChainDecoder(Kernels.fastest(), layout, "head", theta);
        var alone = new Run(Kernels.fastest(), own, new int[] {0, 1, 2});
        assertEquals(alone.loss.sum(), decoder.loss(own, new int[] {0, 1, 2}));
        double second = both.loss.sum() - alone.loss.sum();
        assertTrue(second > 0, "the loss of the second sequence is added");
    }

    @Test
    void theDecoderFindsTheBestOfAllSequences() {
        var decoder = new ChainDecoder(Kernels.fastest(), layout, "head", theta);
        for (int steps : new int[] {6, 1, 2, 5, 3}) {
            var values = numbers(steps * LABELS);
            var run = new Run(Kernels.fastest(), values, new int[steps]);
            var tape = new Tape();
            var logits =
                    new Parameters()
                            .with("z", tape.leaves(doubles(values)), steps, LABELS)
                            .matrix("z");
            var oracle = oracle(run, logits, tape.leaves(doubles(theta)), 0);
            assertArrayEquals(oracle.best(), decoder.best(values));
            var target = random.ints(steps, 0, LABELS).toArray();
            assertEquals(oracle.loss(target).value(), decoder.loss(values, target), 1e-9);
        }
    }
}
