package unroll.oracle;

import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** The derivatives of the oracle's layers are those that central differences find. */
final class OracleLayerTest {
    private static final int COLUMNS = 3;

    @TestFactory
    Stream<DynamicTest> everyLayer() {
        return Stream.of(
                test("time delay", delay(3, 1, 1), new int[] {3, 3, 3}, "w", "b"),
                test("even kernel, strided", delay(2, 1, 2), new int[] {3, 2, 3}, "w", "b"),
                test("dilated", delay(3, 2, 1), new int[] {3, 3, 3}, "w", "b"),
                test(
                        "residual",
                        OracleLayer.residual(delay(3, 1, 1)),
                        new int[] {3, 3, 3},
                        "w",
                        "b"),
                test("attention", new OracleAttention(), new int[] {3, 3}, "w", "v", "b"),
                test(
                        "layer normalisation",
                        new OracleLayerNormalization(),
                        new int[] {3},
                        "gain",
                        "bias"));
    }

    private static OracleTimeDelay delay(int kernel, int dilation, int stride) {
        return new OracleTimeDelay(kernel, dilation, stride, Scalar::tanh);
    }

    /**
     * @param first shape of the first parameter; the others are vectors as wide as a row
     */
    private static DynamicTest test(
            String name, OracleLayer layer, int[] first, String... parameters) {
        return DynamicTest.dynamicTest(
                name,
                () -> {
                    for (int steps : new int[] {5, 2, 1}) {
                        check(layer, steps, first, parameters);
                    }
                });
    }

    private static void check(OracleLayer layer, int steps, int[] first, String... parameters) {
        int size = Arrays.stream(first).reduce(1, (a, b) -> a * b);
        int own = size + (parameters.length - 1) * COLUMNS;
        var at = new Random(steps).doubles(own + steps * COLUMNS, -2, 2).toArray();
        CentralDifferences.check(
                (tape, numbers) -> {
                    var named =
                            new Parameters()
                                    .with(parameters[0], Arrays.copyOf(numbers, size), first);
                    for (int p = 1; p < parameters.length; p++) {
                        int from = size + (p - 1) * COLUMNS;
                        named.with(
                                parameters[p],
                                Arrays.copyOfRange(numbers, from, from + COLUMNS),
                                COLUMNS);
                    }
                    var x = Arrays.copyOfRange(numbers, own, numbers.length);
                    var rows = new Parameters().with("x", x, steps, COLUMNS).matrix("x");
                    var sum = tape.leaf(0);
                    var y = Vectors.joined(layer.of(named, rows));
                    for (int i = 0; i < y.length; i++) {
                        sum = sum.plus(y[i].times(1 + 0.3 * i));
                    }
                    return sum;
                },
                at);
    }
}
