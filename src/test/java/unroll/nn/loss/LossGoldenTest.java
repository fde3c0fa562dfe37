package unroll.nn.loss;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;
import unroll.golden.GoldenTensor;
import unroll.math.Kernels;
import unroll.nn.Batches;
import unroll.nn.Workspace;
import unroll.nn.batch.Packing;

/** The losses besides softmax cross-entropy agree with the reference vectors. */
final class LossGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> regression() {
        return GoldenFiles.tests(GoldenFile.Kind.REGRESSION, LossGoldenTest::checkRegression);
    }

    @TestFactory
    Stream<DynamicTest> binaryCrossEntropy() {
        return GoldenFiles.tests(GoldenFile.Kind.BINARY_CROSS_ENTROPY, LossGoldenTest::checkBinary);
    }

    @TestFactory
    Stream<DynamicTest> alignments() {
        return GoldenFiles.tests(GoldenFile.Kind.CTC, LossGoldenTest::checkCtc);
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return Stream.of(
                        GoldenFiles.faults(
                                GoldenFile.Kind.REGRESSION, LossGoldenTest::checkRegression),
                        GoldenFiles.faults(
                                GoldenFile.Kind.BINARY_CROSS_ENTROPY, LossGoldenTest::checkBinary),
                        GoldenFiles.faults(GoldenFile.Kind.CTC, LossGoldenTest::checkCtc))
                .flatMap(tests -> tests);
    }

    /** Only a file's name tells which of the three it holds. */
    private static void checkRegression(GoldenFile file) {
        ElementLoss loss;
        if (file.name().contains("mse")) {
            loss = new SquaredError();
        } else if (file.name().contains("mae")) {
            loss = new AbsoluteError();
        } else if (file.name().contains("huber")) {
            loss = new HuberError(file.stated("delta"));
        } else {
            throw new AssertionError(file.name() + ": expected mse, mae or huber in the name");
        }
        check(file, loss, "predictions");
    }

    private static void checkBinary(GoldenFile file) {
        check(file, new BinaryCrossEntropy(), "logits");
    }

    private static void check(GoldenFile file, ElementLoss loss, String input) {
        var predictions = file.tensor(input);
        var targets = file.tensor("targets").requireShape(predictions.shape());
        int rows = predictions.size(0);
        int columns = predictions.data().length / rows;
        var gradient = new float[rows * columns];
        var result =
                loss.loss(
                        predictions.floats(),
                        targets.floats(),
                        new float[0],
                        rows,
                        columns,
                        gradient);
        file.scalar("loss").check(TOLERANCE, result.mean());
        file.tensor("grad_" + input).check(TOLERANCE, gradient);
    }

    /** The file's losses are of single sequences, its gradient that of their sum. */
    private static void checkCtc(GoldenFile file) {
        var logits = file.tensor("logits");
        int classes = logits.size(2);
        var lengths = file.integers("input_lengths");
        var losses = file.numbers("losses");
        assertEquals(lengths.length, losses.length, file.name() + " losses");
        var ctc = new Alignments(Kernels.fastest(), classes, 0);
        var found = new double[lengths.length];
        for (int b = 0; b < lengths.length; b++) {
            var one = new float[lengths[b] * classes];
            var run = run(ctc, file, logits, new int[] {b}, one);
            assertEquals(0, run.impossible(), file.name() + " impossible targets");
            found[b] = run.mean();
        }
        new GoldenTensor(file.name() + " losses", new int[] {losses.length}, losses)
                .check(TOLERANCE, found);

        var order = Batches.longestFirst(lengths);
        var packed = new float[IntStream.of(lengths).sum() * classes];
        var all = run(ctc, file, logits, order, packed);
        var gradient = new float[logits.data().length];
        var packing = packing(order, lengths);
        for (int place = 0; place < order.length; place++) {
            for (int t = 0; t < lengths[order[place]]; t++) {
                for (int k = 0; k < classes; k++) {
                    double mean = packed[packing.row(t, place) * classes + k];
                    gradient[(t * lengths.length + order[place]) * classes + k] =
                            (float) (mean * all.terms());
                }
            }
        }
        file.tensor("grad_logits").check(TOLERANCE, gradient);
    }

    /** Loss of some of the file's sequences, longest first. */
    private static Workspace.BatchLoss run(
            Alignments ctc, GoldenFile file, GoldenTensor logits, int[] order, float[] dLogits) {
        var lengths = file.integers("input_lengths");
        int classes = logits.size(2);
        var packing = packing(order, lengths);
        var values = new float[packing.rows() * classes];
        var labels = new int[order.length][];
        for (int place = 0; place < order.length; place++) {
            int b = order[place];
            for (int t = 0; t < lengths[b]; t++) {
                for (int k = 0; k < classes; k++) {
                    values[packing.row(t, place) * classes + k] = (float) logits.at(t, b, k);
                }
            }
            labels[place] = file.integers("targets", Integer.toString(b));
        }
        return ctc.loss(values, packing, unroll.nn.batch.Stream.of(labels), dLogits);
    }

    private static Packing packing(int[] order, int... lengths) {
        var packing = new Packing(order.length);
        packing.set(IntStream.of(order).map(b -> lengths[b]).toArray(), order.length);
        return packing;
    }
}
