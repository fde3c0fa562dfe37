package unroll.diagnose;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import unroll.data.Block;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.diagnose.Diagnosis.OfDirection;
import unroll.encode.Codec;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleCrossEntropy;
import unroll.oracle.OraclePooling;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.oracle.Vectors;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** What a diagnosis says of networks that are known to be so. */
final class DiagnoserTest {
    private static final List<String> WORDS = List.of("good", "bad", "film", "not", "very");
    private static final int IDS = WORDS.size() + 2;
    private static final int UNITS = 4;
    private static final int[] LENGTHS = {7, 3, 1, 7, 5, 9, 2};
    private static final List<Example> EXAMPLES = examples(LENGTHS);

    private static List<Example> examples(int... lengths) {
        var random = new Random(5);
        var examples = new ArrayList<Example>();
        for (int length : lengths) {
            examples.add(new Example(random.ints(length, 0, IDS).toArray(), examples.size() % 2));
        }
        return examples;
    }

    private static Shard sample() {
        var blocks = new ArrayList<Block>();
        BlockBuilder.blocks(EXAMPLES.iterator()).forEachRemaining(blocks::add);
        return new Shard(0, blocks);
    }

    /** A model that was trained with all that disturbs, and is then changed. */
    private static TrainedModel model(String layer, BiConsumer<Layout, float[]> change) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: nowhere, seed: 5}
                        data:
                          train: {format: json, path: nowhere}
                        text: {vocabulary: 100, minCount: 1, unknownBuckets: 2, maxLength: 20}
                        model:
                          embedding: 3
                          layers: [%s]
                          pooling: max
                          dropout: {words: 0.3, embedding: 0.4, head: 0.4}
                        training: {labelSmoothing: 0.2}
                        """
                                        .formatted(layer),
                                "test",
                                List.of());
        return Tasks.trained(
                conf,
                Codec.ofTexts(new Vocabulary(WORDS, 2), List.of("neg", "pos")),
                network -> {
                    var theta = network.layout().initialParameters(11);
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] *= 1.5f;
                    }
                    change.accept(network.layout(), theta);
                    return theta;
                });
    }

    private static TrainedModel model(String layer) {
        return model(layer, (layout, theta) -> {});
    }

    private static Diagnosis diagnosis(TrainedModel model, int places) {
        return Diagnoser.of(model, sample(), places, 1);
    }

    private static OfDirection only(TrainedModel model) {
        var directions = diagnosis(model, 1).directions();
        assertEquals(1, directions.size());
        return directions.get(0);
    }

    @Test
    void theGradientByDistanceIsTheOracles() {
        var model = model("{cell: lstm, size: 4, bidirectional: true}");
        var found = diagnosis(model, 1).directions();
        assertEquals(
                List.of("encoder.l0.forward", "encoder.l0.backward"),
                found.stream().map(OfDirection::name).toList());
        var sums = new double[2][9];
        var counts = new long[9];
        for (var example : EXAMPLES) {
            int steps = example.ids().length;
            var norms = oracleNorms(model, example);
            for (int t = 0; t < steps; t++) {
                sums[0][steps - 1 - t] += norms[0][t];
                sums[1][t] += norms[1][t];
                counts[t]++;
            }
        }
        for (int d = 0; d < 2; d++) {
            var flow = found.get(d).gradient();
            assertEquals(Arrays.stream(counts).boxed().toList(), flow.sequences());
            for (int distance = 0; distance < counts.length; distance++) {
                double expected = sums[d][distance] / counts[distance];
                assertEquals(expected, flow.norms().get(distance), 1e-5 * Math.max(1, expected));
            }
            assertEquals(4, flow.usual()); // four of seven have five steps or more
            assertEquals(
                    flow.norms().get(4), flow.norms().get(0) * Math.pow(flow.factor(), 4), 1e-9);
        }
    }

    /**
     * Norm of the gradient of an example's loss by the states of each step, [directions][steps].
     */
    private static double[][] oracleNorms(TrainedModel model, Example example) {
        var tape = new Tape();
        var layout = model.task().network().layout();
        var values = new double[layout.size()];
        Arrays.setAll(values, i -> model.theta()[i]);
        var parameters = Parameters.of(layout, tape.leaves(values));
        var layer = model.conf().model().recurrentLayers().get(0);
        var stack =
                new OracleStack(
                        List.of(
                                new OracleStack.Layer(
                                        OracleCells.of(layer, 2), layer.size(), true)));
        var x =
                Arrays.stream(example.ids())
                        .mapToObj(id -> parameters.rows("input.embedding", id, 1)[0])
                        .toArray(Scalar[][]::new);
        var result = stack.run(tape, parameters.under("encoder"), x);
        var pooled = OraclePooling.MAX.of(parameters.under("pooling"), stack, result);
        var logits =
                Vectors.plus(
                        Vectors.product(parameters.matrix("head.w"), pooled),
                        parameters.vector("head.b"));
        tape.differentiate(new OracleCrossEntropy(new double[0], 0).loss(logits, example.target()));
        var norms = new double[2][x.length];
        for (int t = 0; t < x.length; t++) {
            for (int i = 0; i < 2 * UNITS; i++) {
                norms[i / UNITS][t] += Math.pow(result.outputs()[t][i].gradient(), 2);
            }
            norms[0][t] = Math.sqrt(norms[0][t]);
            norms[1][t] = Math.sqrt(norms[1][t]);
        }
        return norms;
    }

    @Test
    void orthogonalBlocksHaveSingularValuesOfOne() {
        var found =
                only(
                        model(
                                "{cell: lstm, size: 4}",
                                (layout, theta) ->
                                        Initializers.orthogonal(4)
                                                .fill(
                                                        theta,
                                                        layout.slice("encoder.l0.forward.wh"),
                                                        3)));
        assertEquals(
                Arrays.asList(null, "i", "f", "o", "g"),
                found.matrices().stream().map(Diagnosis.Spectrum::block).toList());
        for (var spectrum : found.matrices()) {
            // Four orthogonal blocks one below the other: W'W is four times the identity.
            double expected = spectrum.block() == null ? 2 : 1;
            assertEquals(UNITS, spectrum.values().size());
            spectrum.values().forEach(value -> assertEquals(expected, value, 1e-5));
        }
    }

    @Test
    void theStepsJacobianOfIdleUnitsIsTheRecurrentMatrix() {
        // All pre-activations are zero, where tanh has slope one.
        var found =
                only(
                        model(
                                "{cell: elman, size: 4}",
                                (layout, theta) -> {
                                    var recurrent = layout.slice("encoder.l0.forward.wh");
                                    var matrix = theta.clone();
                                    Arrays.fill(theta, 0);
                                    System.arraycopy(
                                            matrix,
                                            recurrent.offset(),
                                            theta,
                                            recurrent.offset(),
                                            recurrent.size());
                                }));
        // Of 7 steps 1, 3 and 5; of 3 steps 0, 1 and 2; of 1 step 0.
        assertEquals(7, found.jacobians().size());
        assertEquals(5, found.jacobians().get(2).step());
        for (var jacobian : found.jacobians()) {
            for (int i = 0; i < UNITS; i++) {
                assertEquals(
                        found.matrices().get(0).values().get(i), jacobian.values().get(i), 1e-6);
            }
        }
        assertEquals(List.of(0, 1, 2, 3), found.dead());
    }

    @Test
    void aReluFarBelowZeroIsDead() {
        var found =
                only(
                        model(
                                "{cell: elman, size: 4, activation: relu}",
                                (layout, theta) -> {
                                    int b = layout.slice("encoder.l0.forward.b").offset();
                                    Arrays.fill(theta, b, b + UNITS, 1);
                                    theta[b + 2] = -100;
                                }));
        assertEquals(List.of(2), found.dead());
        assertEquals(List.of(2), found.zero());
        var gate = found.gates().get(0);
        assertTrue(gate.low() >= 0.25, gate.toString());
        assertEquals(0, gate.high());
    }

    @Test
    void aGateHeldOpenIsSaturated() {
        var found =
                only(
                        model(
                                "{cell: lstm, size: 4}",
                                (layout, theta) -> {
                                    int b = layout.slice("encoder.l0.forward.b").offset();
                                    Arrays.fill(theta, b, b + 4 * UNITS, 0);
                                    Arrays.fill(theta, b + UNITS, b + 2 * UNITS, 30);
                                    theta[b + 2 * UNITS] = -30; // one of four output units
                                }));
        assertEquals(
                List.of("i", "f", "o", "g"),
                found.gates().stream().map(Diagnosis.Gate::name).toList());
        var forget = found.gates().get(1);
        assertEquals(1, forget.high());
        assertEquals(0, forget.low());
        assertTrue(found.gates().get(0).saturated() < 0.5, found.gates().toString());
        assertTrue(found.gates().get(2).low() >= 0.25, found.gates().toString());
        assertEquals(List.of(0), found.dead());
    }

    @TestFactory
    Stream<DynamicTest> everyGateOfEveryCellIsKnownByItsFunction() {
        return Stream.of(
                        "cell: elman",
                        "cell: jordan, outputs: 2",
                        "cell: lstm",
                        "cell: lstm, coupled: true",
                        "cell: lstm, inputGate: false, outputGate: false",
                        "cell: gru",
                        "cell: gru, reset: before",
                        "cell: minlstm",
                        "cell: mingru",
                        "cell: gru, alpha: learned",
                        "cell: gru, reset: before, lags: [1, 3]",
                        "cell: jordan, outputs: 2, alpha: learned")
                .map(
                        cell ->
                                DynamicTest.dynamicTest(
                                        cell, () -> checkGates("{" + cell + ", size: 4}")));
    }

    /**
     * Without weights a sigmoid is a half and a tanh is zero; far below zero both are at an end.
     */
    private static void checkGates(String layer) {
        var idle = only(model(layer, (layout, theta) -> Arrays.fill(theta, 0)));
        var low =
                only(
                        model(
                                layer,
                                (layout, theta) -> {
                                    var b = layout.slice("encoder.l0.forward.b");
                                    Arrays.fill(theta, 0);
                                    Arrays.fill(theta, b.offset(), b.end(), -30);
                                }));
        assertFalse(idle.gates().isEmpty());
        for (int g = 0; g < idle.gates().size(); g++) {
            assertEquals(0, idle.gates().get(g).saturated(), idle.gates().toString());
            assertEquals(1, low.gates().get(g).low(), low.gates().toString());
        }
    }

    @Test
    void theMiddleOfTheSurfaceIsTheModelsLoss() {
        var model = model("{cell: gru, size: 4}");
        double sum = 0;
        var scores = new Scorer(model).score(EXAMPLES);
        for (int i = 0; i < EXAMPLES.size(); i++) {
            sum -= Math.log(scores.get(i)[EXAMPLES.get(i).target()]);
        }
        var found = diagnosis(model, 5);
        assertEquals(sum / EXAMPLES.size(), found.loss(), 1e-9);
        assertEquals(List.of(-1.0, -0.5, 0.0, 0.5, 1.0), found.surface().places());
        assertEquals(found.loss(), found.surface().loss().get(2).get(2));
        assertNotEquals(found.loss(), found.surface().loss().get(2).get(3));
        assertNotEquals(found.loss(), found.surface().loss().get(3).get(2));
        assertEquals(found, diagnosis(model, 5));
        assertNotEquals(
                found.surface().loss(), Diagnoser.of(model, sample(), 5, 2).surface().loss());
    }

    @Test
    void aDirectionIsAsLongAsTheParametersRowByRow() {
        var model = model("{cell: lstm, size: 4}");
        var layout = model.task().network().layout();
        var direction = LossSurface.direction(layout, model.theta(), 9);
        for (var slice : layout.slices()) {
            for (int from = slice.offset(); from < slice.end(); from += slice.rowSize()) {
                double squares = 0;
                double own = 0;
                for (int i = from; i < from + slice.rowSize(); i++) {
                    squares += direction[i] * direction[i];
                    own += model.theta()[i] * model.theta()[i];
                }
                double expected = slice.shape().size() > 1 ? own : 0;
                assertEquals(expected, squares, 1e-5 * Math.max(1, own), slice.name());
            }
        }
    }
}
