package unroll.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import unroll.golden.GoldenTensor;
import unroll.nn.Layout;
import unroll.oracle.Cut;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** A classifier's loss and gradient beside the oracle's. */
final class OracleComparison {
    private static final double TOLERANCE = 1e-5;

    /**
     * The gradients of a sequence's attention scores add up to zero, so that that of the bias they
     * share is what is left of much larger numbers.
     */
    private static final double CANCELLED = 1e-4;

    private OracleComparison() {}

    /**
     * Draws sequences and targets, and compares.
     *
     * @param window steps between two cuts of backpropagation; 0 for none
     */
    static void check(RandomClassifier classifier, double smoothing, int window, int... lengths) {
        var words = classifier.sequences(lengths);
        var targets = classifier.targets(lengths.length);
        var cut = window > 0 ? Cut.every(window) : Cut.NONE;
        var tape = new Tape();
        var parameters = classifier.parameters(tape);
        var crossEntropy = new OracleCrossEntropy(classifier.weights(), smoothing);
        var loss = classifier.oracle(cut).loss(tape, parameters, words, targets, crossEntropy);
        tape.differentiate(loss);

        var workspace = classifier.network.open(classifier.capacity(words, true));
        var gradient = new float[classifier.theta.length];
        var batch = classifier.batch(words, targets);
        batch.setWindow(window);
        // No batch before leaves a trace, and whatever was there must be assigned, not added to.
        workspace.train(classifier.theta, gradient, batch, 17);
        Arrays.fill(gradient, Float.NaN);
        var result = workspace.train(classifier.theta, gradient, batch, 17);

        reference("loss", loss.value()).check(TOLERANCE, result.mean());
        double terms = Arrays.stream(targets).mapToDouble(crossEntropy::weight).sum();
        reference("terms", terms).check(1e-12, result.terms());
        var used = new TreeSet<Integer>();
        for (int i = 0; i < workspace.used(0).count(); i++) {
            assertTrue(used.add(workspace.used(0).row(i)), "a row is listed twice");
        }
        var distinct = new TreeSet<Integer>();
        Arrays.stream(words).flatMapToInt(Arrays::stream).forEach(distinct::add);
        assertEquals(distinct, used, "rows of the embedding in use");
        for (var slice : classifier.network.layout().slices()) {
            var expected = Vectors.gradients(parameters.vector(slice.name()));
            var actual = Arrays.copyOfRange(gradient, slice.offset(), slice.end());
            if (slice.byRow()) {
                forgetUnused(slice, used, actual);
            }
            new GoldenTensor(
                            slice.name() + " of lengths " + Arrays.toString(lengths),
                            slice.shape().stream().mapToInt(Integer::intValue).toArray(),
                            expected)
                    .check(slice.name().equals("pooling.b") ? CANCELLED : TOLERANCE, actual);
        }
    }

    /** Rows that are not in use still hold what they held: NaN. */
    private static void forgetUnused(Layout.Slice slice, Set<Integer> used, float[] gradient) {
        for (int row = 0; row < slice.shape().get(0); row++) {
            if (!used.contains(row)) {
                for (int i = 0; i < slice.rowSize(); i++) {
                    int at = row * slice.rowSize() + i;
                    assertTrue(Float.isNaN(gradient[at]), "an unused row was written");
                    gradient[at] = 0;
                }
            }
        }
    }

    private static GoldenTensor reference(String name, double value) {
        return new GoldenTensor(name, new int[] {1}, new double[] {value});
    }
}
