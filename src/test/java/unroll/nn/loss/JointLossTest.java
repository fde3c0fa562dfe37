package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

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
import unroll.nn.batch.Batch;
import unroll.nn.batch.Packing;
import unroll.nn.batch.Stream;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.Parameters;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** The loss of steps and of sequences as wholes. */
final class JointLossTest {
    private static final int TAGS = 3;
    private static final int CLASSES = 4;
    private static final double WEIGHT = 0.3;
    private static final float[] EQUAL = {1, 1, 1};
    private static final int[] LENGTHS = {2, 3, 1};
    private static final int[] STEP_TARGETS = {2, 0, 1, -1, 1, 0}; // by packed rows

    private final Random random = new Random(7);
    private final Batch batch;
    private final Activations steps = activations(6, TAGS);
    private final Activations wholes = activations(3, CLASSES);
    private final Context context = new Context();

    JointLossTest() {
        var source = Stream.of(3, 6, 0);
        var target = source.perStep(0);
        var second = source.perSequence(3, 0);
        batch =
                new Batch(
                        3,
                        Map.of(Batch.SOURCE, source, Batch.TARGET, target, Batch.SECOND, second));
        source.pack(LENGTHS, 3);
        System.arraycopy(STEP_TARGETS, 0, target.ids(), 0, 6);
        steps.packing = source.packing();
        context.batch = batch;
        context.chains = Map.of("intent", wholes);
    }

    private Activations activations(int rows, int columns) {
        var made = new Activations(Allocator.heap(), rows, columns, true);
        made.rows = rows;
        for (int i = 0; i < rows * columns; i++) {
            made.value[i] = (float) random.nextGaussian();
        }
        return made;
    }

    private static JointLoss loss(float... weights) {
        return new JointLoss(new SoftmaxCrossEntropy(weights, 0), "intent", CLASSES, WEIGHT);
    }

    private static double[] doubles(float... of) {
        var doubles = new double[of.length];
        Arrays.setAll(doubles, i -> of[i]);
        return doubles;
    }

    /** A sequence may lack its class. */
    private void check(float[] weights, int... classes) {
        System.arraycopy(classes, 0, batch.stream(Batch.SECOND).ids(), 0, 3);
        var capacity = new Capacity(3, 6, true);
        var got =
                loss(weights)
                        .open(capacity, Kernels.fastest(), Allocator.heap(), steps)
                        .loss(context);
        var tape = new Tape();
        var stepLeaves = tape.leaves(doubles(steps.value));
        var wholeLeaves = tape.leaves(doubles(wholes.value));
        var z = new Parameters().with("steps", stepLeaves, 6, TAGS);
        var y = new Parameters().with("wholes", wholeLeaves, 3, CLASSES);
        var ofStep = new OracleCrossEntropy(doubles(weights), 0);
        var ofWhole = new OracleCrossEntropy(new double[0], 0);
        var sum = tape.leaf(0);
        double terms = 0;
        for (int row = 0; row < 6; row++) {
            if (STEP_TARGETS[row] >= 0) {
                sum = sum.plus(ofStep.loss(z.matrix("steps")[row], STEP_TARGETS[row]));
                terms += weights[STEP_TARGETS[row]];
            }
        }
        var mean = sum.times(1 / terms);
        for (int b = 0; b < 3; b++) {
            if (classes[b] >= 0) {
                mean = mean.plus(ofWhole.loss(y.matrix("wholes")[b], classes[b]).times(WEIGHT / 5));
            }
        }
        assertEquals(terms, got.terms(), 1e-12);
        assertEquals(mean.value(), got.mean(), 1e-9);
        tape.differentiate(mean);
        compare("steps", Vectors.gradients(stepLeaves), steps.gradient);
        compare("wholes", Vectors.gradients(wholeLeaves), wholes.gradient);
    }

    private static void compare(String name, double[] expected, float... got) {
        new GoldenTensor(name, new int[] {expected.length}, expected).check(1e-6, got);
    }

    @Test
    void lossAndGradientsAreThoseOfTheDefinition() {
        check(EQUAL, 3, 0, 1);
        check(EQUAL, 1, -1, 2);
        check(EQUAL, -1, -1, -1);
    }

    @Test
    void weightsOfStepsLeaveTheSequencesAsTheyAre() {
        check(new float[] {0.5f, 4, 0.25f}, 3, 0, 1);
        check(new float[] {8, 8, 8}, 3, -1, 1);
    }

    @Test
    void stepsWithoutTargetsHaveNoLoss() {
        Arrays.fill(batch.target().ids(), -1);
        var capacity = new Capacity(3, 6, true);
        var got =
                loss(EQUAL)
                        .open(capacity, Kernels.fastest(), Allocator.heap(), steps)
                        .loss(context);
        assertEquals(0, got.sum());
        assertEquals(0, got.terms());
    }

    /** Each sequence has its probabilities beside the scores of its first step. */
    @Test
    void scoresOfASequenceStandAtItsFirstStep() {
        var scores = new float[6 * (TAGS + CLASSES)];
        var logits = wholes.value.clone();
        loss(EQUAL)
                .open(new Capacity(3, 6, false), Kernels.fastest(), Allocator.heap(), steps)
                .score(
                        context,
                        (some, first, count) -> System.arraycopy(some, 0, scores, 0, some.length));
        Packing packing = batch.packing();
        for (int b = 0; b < 3; b++) {
            float[] own = packing.rows(scores, TAGS + CLASSES, b);
            double all = 0;
            for (int k = 0; k < CLASSES; k++) {
                all += Math.exp(logits[b * CLASSES + k]);
            }
            for (int k = 0; k < CLASSES; k++) {
                assertEquals(Math.exp(logits[b * CLASSES + k]) / all, own[TAGS + k], 1e-6);
            }
            for (int t = 1; t < packing.length(b); t++) {
                assertEquals(0, own[t * (TAGS + CLASSES) + TAGS], "no class at a later step");
            }
            for (int t = 0; t < packing.length(b); t++) {
                double sum = 0;
                for (int k = 0; k < TAGS; k++) {
                    sum += own[t * (TAGS + CLASSES) + k];
                }
                assertEquals(1, sum, 1e-6, "the steps' scores are those of their own loss");
            }
        }
    }
}
