package unroll.golden;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.oracle.OracleAttention;
import unroll.oracle.OracleElementLoss;
import unroll.oracle.OracleTimeDelay;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;

/** The oracle's layers and losses of single numbers agree with the reference vectors. */
final class OracleLayerGoldenTest {
    /** Both sides compute in double. */
    private static final double EXACT = 1e-10;

    @TestFactory
    Stream<DynamicTest> timeDelay() {
        return GoldenFiles.tests(GoldenFile.Kind.TIME_DELAY, OracleLayerGoldenTest::timeDelay);
    }

    @TestFactory
    Stream<DynamicTest> attention() {
        return GoldenFiles.tests(GoldenFile.Kind.ATTENTION, OracleLayerGoldenTest::attention);
    }

    @TestFactory
    Stream<DynamicTest> losses() {
        return Stream.concat(
                GoldenFiles.tests(GoldenFile.Kind.REGRESSION, OracleLayerGoldenTest::regression),
                GoldenFiles.tests(
                        GoldenFile.Kind.BINARY_CROSS_ENTROPY, OracleLayerGoldenTest::binary));
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return Stream.of(
                        GoldenFiles.faults(
                                GoldenFile.Kind.TIME_DELAY, OracleLayerGoldenTest::timeDelay),
                        GoldenFiles.faults(
                                GoldenFile.Kind.ATTENTION, OracleLayerGoldenTest::attention),
                        GoldenFiles.faults(
                                GoldenFile.Kind.REGRESSION, OracleLayerGoldenTest::regression),
                        GoldenFiles.faults(
                                GoldenFile.Kind.BINARY_CROSS_ENTROPY,
                                OracleLayerGoldenTest::binary))
                .flatMap(tests -> tests);
    }

    /** The file holds [sequences, columns, steps], and weights as [outputs, inputs, kernel]. */
    private static void timeDelay(GoldenFile file) {
        var tape = new Tape();
        var weight = file.tensor("params", "weight");
        int outputs = weight.size(0);
        int inputs = weight.size(1);
        int kernel = weight.size(2);
        var leaves = tape.leaves(weight.data());
        var turned = new Scalar[leaves.length];
        for (int o = 0; o < outputs; o++) {
            for (int i = 0; i < inputs; i++) {
                for (int k = 0; k < kernel; k++) {
                    turned[(o * kernel + k) * inputs + i] = leaves[(o * inputs + i) * kernel + k];
                }
            }
        }
        var b = tape.leaves(file.tensor("params", "bias").data());
        var own = new Parameters().with("w", turned, outputs, kernel, inputs).with("b", b, outputs);
        var layer =
                new OracleTimeDelay(
                        kernel, (int) file.stated("dilation"), 1, UnaryOperator.identity());
        var x = file.tensor("x");
        var y = file.tensor("y");
        var dy = file.tensor("dy");
        int steps = x.size(2);
        var inputLeaves = tape.leaves(x.data());
        var found = new double[y.data().length];
        var sum = tape.leaf(0);
        for (int s = 0; s < x.size(0); s++) {
            var rows = new Scalar[steps][inputs];
            for (int t = 0; t < steps; t++) {
                for (int i = 0; i < inputs; i++) {
                    rows[t][i] = inputLeaves[(s * inputs + i) * steps + t];
                }
            }
            var result = layer.of(own, rows);
            assertEquals(y.size(2), result.length, file.name() + " steps");
            for (int t = 0; t < steps; t++) {
                for (int o = 0; o < outputs; o++) {
                    found[(s * outputs + o) * steps + t] = result[t][o].value();
                    sum = sum.plus(result[t][o].times(dy.at(s, o, t)));
                }
            }
        }
        tape.differentiate(sum);
        y.check(EXACT, found);
        file.tensor("grad_params", "weight").check(EXACT, Vectors.gradients(leaves));
        file.tensor("grad_params", "bias").check(EXACT, Vectors.gradients(b));
        file.tensor("grad_x").check(EXACT, Vectors.gradients(inputLeaves));
    }

    private static void attention(GoldenFile file) {
        var tape = new Tape();
        var wq = tape.leaves(file.tensor("wq").data());
        var wk = tape.leaves(file.tensor("wk").data());
        var v = tape.leaves(file.tensor("v").data());
        var q = tape.leaves(file.tensor("q").data());
        var keys = tape.leaves(file.tensor("keys").data());
        int units = v.length;
        int queries = file.tensor("q").size(1);
        int columns = file.tensor("keys").size(2);
        var own =
                new Parameters()
                        .with("wq", wq, units, queries)
                        .with("q", q, file.tensor("q").shape())
                        .with("keys", keys, keys.length / columns, columns)
                        .with("w", wk, units, columns)
                        .with("v", v, units);
        var lengths = file.integers("lengths");
        var weights = new double[file.tensor("weights").data().length];
        var contexts = new Scalar[lengths.length][];
        for (int b = 0; b < lengths.length; b++) {
            var rows = new Scalar[lengths[b]][];
            for (int t = 0; t < rows.length; t++) {
                rows[t] = own.matrix("keys")[t * lengths.length + b];
            }
            var query = Vectors.product(own.matrix("wq"), own.matrix("q")[b]);
            var result = OracleAttention.read(own, query, rows);
            contexts[b] = result.context();
            for (int t = 0; t < rows.length; t++) {
                weights[t * lengths.length + b] = result.weights()[t].value();
            }
        }
        var context = Vectors.joined(contexts);
        tape.differentiate(Vectors.dot(context, tape.leaves(file.tensor("dcontext").data())));
        file.tensor("weights").check(EXACT, weights);
        file.tensor("context").check(EXACT, Vectors.values(context));
        file.tensor("grad_wq").check(EXACT, Vectors.gradients(wq));
        file.tensor("grad_wk").check(EXACT, Vectors.gradients(wk));
        file.tensor("grad_v").check(EXACT, Vectors.gradients(v));
        file.tensor("grad_q").check(EXACT, Vectors.gradients(q));
        file.tensor("grad_keys").check(EXACT, Vectors.gradients(keys));
    }

    private static void regression(GoldenFile file) {
        var loss =
                file.name().contains("mse")
                        ? OracleElementLoss.SQUARED
                        : file.name().contains("mae")
                                ? OracleElementLoss.ABSOLUTE
                                : OracleElementLoss.HUBER;
        loss(file, loss, "predictions");
    }

    private static void binary(GoldenFile file) {
        loss(file, OracleElementLoss.BINARY_CROSS_ENTROPY, "logits");
    }

    private static void loss(GoldenFile file, OracleElementLoss loss, String input) {
        var predictions = file.tensor(input);
        var targets = file.tensor("targets");
        int rows = predictions.size(0);
        var tape = new Tape();
        var leaves = tape.leaves(predictions.data());
        var matrix = new Parameters().with("p", leaves, predictions.shape()).matrix("p");
        var wanted = new double[rows][matrix[0].length];
        var weights = new double[rows];
        for (int row = 0; row < rows; row++) {
            weights[row] = 1;
            System.arraycopy(
                    targets.data(), row * wanted[row].length, wanted[row], 0, wanted[row].length);
        }
        var mean = loss.mean(tape, matrix, wanted, weights);
        tape.differentiate(mean);
        file.scalar("loss").check(EXACT, mean.value());
        file.tensor("grad_" + input).check(EXACT, Vectors.gradients(leaves));
    }
}
