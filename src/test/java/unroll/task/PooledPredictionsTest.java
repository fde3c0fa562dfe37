package unroll.task;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.data.Example;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.oracle.OracleAttention;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleStack;
import unroll.oracle.Parameters;
import unroll.oracle.Scalar;
import unroll.oracle.Tape;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** What predictions tell of attention pooling. */
final class PooledPredictionsTest {
    private static final List<String> WORDS = List.of("not", "bad", "at", "all", "really");
    private static final List<String> LABELS = List.of("1", "2", "3");
    private static final List<String> TEXTS =
            List.of("not bad at all", "bad", "really really bad", "at all not really not");

    private static TrainedModel model(String task, String... settings) {
        var all = new ArrayList<>(List.of("model.pooling=attention"));
        all.addAll(List.of(settings));
        var conf =
                Tasks.reader()
                        .read(
                                """
                        task: %s
                        run: {dir: nowhere}
                        data: {train: {format: json, path: nowhere}}
                        text: {tokenizer: whitespace}
                        model: {embedding: 3, layers: [{cell: lstm, size: 4, bidirectional: true}]}
                        """
                                        .formatted(task),
                                "test",
                                all);
        var random = new Random(8);
        return Tasks.trained(
                conf,
                Codec.ofTexts(new Vocabulary(WORDS, 1), LABELS),
                network -> {
                    var theta = new float[network.layout().size()];
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] = (float) (0.7 * random.nextGaussian());
                    }
                    return theta;
                });
    }

    private static List<ModelInput> inputs(Predictor predictor) {
        return TEXTS.stream()
                .map(
                        text -> {
                            var words = List.of(text.split(" "));
                            return new ModelInput(predictor.encode(words), words, text);
                        })
                .toList();
    }

    /** The weights by the equations, in double precision. */
    private static double[] expected(TrainedModel model, Example example) {
        var tape = new Tape();
        var theta = new double[model.theta().length];
        Arrays.setAll(theta, i -> model.theta()[i]);
        var layout = model.task().network().layout();
        var parameters = Parameters.of(layout, tape.leaves(theta));
        var vectors = new Scalar[example.ids().length][];
        for (int t = 0; t < vectors.length; t++) {
            vectors[t] = parameters.rows("input.embedding", example.ids()[t], 1)[0];
        }
        var lstm = OracleCells.of(new RecurrentConf(CellConf.Name.LSTM, 4, true), LABELS.size());
        var stack = new OracleStack(List.of(new OracleStack.Layer(lstm, 4, true)));
        var states = stack.run(tape, parameters.under("encoder"), vectors).outputs();
        var own = parameters.under("pooling");
        var weights = OracleAttention.read(own, own.vector("b"), states).weights();
        return Arrays.stream(weights).mapToDouble(Scalar::value).toArray();
    }

    @ParameterizedTest
    @ValueSource(strings = {"classify", "multilabel"})
    void everyWordHasTheWeightOfTheEquations(String task) {
        var model = model(task);
        var predictor = model.task().predictor(model, 0);
        var inputs = inputs(predictor);
        var predictions = predictor.predict(inputs);
        for (int i = 0; i < TEXTS.size(); i++) {
            var prediction = predictions.get(i);
            var weights = ((List<?>) prediction[2]).stream().mapToDouble(w -> (Float) w).toArray();
            assertArrayEquals(expected(model, inputs.get(i).example()), weights, 1e-6);
            // No prediction depends on the others.
            var alone = predictor.predict(List.of(inputs.get(i))).get(0);
            assertArrayEquals(alone, prediction);
        }
        assertEquals(
                List.of(List.of(0, 3), List.of(4, 7)),
                ((List<?>) predictions.get(0)[3]).subList(0, 2));
    }

    @Test
    void termsAreTheWordsWithTheLargestSumsOfWeights() {
        var model = model("classify");
        var predictor = model.task().predictor(model, 0);
        var input = inputs(predictor).get(3);
        var prediction = predictor.predict(List.of(input)).get(0);
        var weights = expected(model, input.example());
        double not = weights[2] + weights[4];
        var terms = (List<?>) prediction[4];
        assertEquals(4, terms.size());
        var sums = new double[] {weights[0], weights[1], not, weights[3]};
        var words = new String[] {"at", "all", "not", "really"};
        for (int i = 0; i < 4; i++) {
            int rank = i;
            long larger = Arrays.stream(sums).filter(sum -> sum > sums[rank]).count();
            assertEquals(words[i], terms.get((int) larger));
        }
        var lines = model.task().lines(model.codec(), input, prediction);
        assertEquals(LABELS.size() + 4, lines.size());
        assertEquals(
                "attention\t%s\t%.4f"
                        .formatted(terms.get(0), Arrays.stream(sums).max().orElseThrow()),
                lines.get(LABELS.size()));
    }

    @Test
    void ordinalClassesHaveThemBesideTheExpectedNumber() {
        var model = model("classify", "training.classLoss=ordinal");
        var names = model.task().columns(model.codec()).stream().map(Column::name).toList();
        assertEquals(
                List.of("prediction", "probabilities", "expected", "attention", "offsets", "terms"),
                names);
        var predictor = model.task().predictor(model, 0);
        var input = inputs(predictor).get(1);
        var prediction = predictor.predict(List.of(input)).get(0);
        assertEquals(List.of(1f), prediction[3]);
        var lines = model.task().lines(model.codec(), input, prediction);
        assertEquals("attention\tbad\t1.0000", lines.get(lines.size() - 1));
    }

    @Test
    void vectorsHaveWeightsAlone() {
        var conf = model("classify").conf();
        var codec =
                new Codec(new Vocabulary(List.of(), 1), Scaling.none(2), LABELS, Scaling.none(0));
        var model = Tasks.trained(conf, codec, network -> network.layout().initialParameters(1));
        assertEquals(3, model.task().columns(codec).size());
        var input = ModelInput.of(Example.vectors(new float[] {1, 2, 3, 4}));
        var prediction = model.task().predictor(model, 0).predict(List.of(input)).get(0);
        assertEquals(3, prediction.length);
        assertEquals(2, ((List<?>) prediction[2]).size());
    }

    /** Without attention, and where a weight would not be that of a word. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "model.pooling=mean",
                "text.merges=3",
                "model.layers=[{layer: convolution, size: 4, kernel: 2, stride: 2}]"
            })
    void otherModelsHaveNoSuchColumns(String setting) {
        var model = model("classify", setting);
        assertEquals(2, model.task().columns(model.codec()).size());
        var predictor = model.task().predictor(model, 0);
        var input = inputs(predictor).get(0);
        assertEquals(2, predictor.predict(List.of(input)).get(0).length);
    }
}
