package unroll.task.caption;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.cell.Cells;
import unroll.conf.CellConf;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.data.Example;
import unroll.diagnose.Diagnoser;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.nn.Capacity;
import unroll.oracle.OracleCells;
import unroll.oracle.OracleStack;
import unroll.oracle.OracleTranslator;
import unroll.oracle.OracleVectorDecoder;
import unroll.task.ModelInput;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.WordsComparison;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Captions of a small model with random parameters. */
final class CaptionTest {
    private static final int WIDTH = 4;
    private static final List<String> WORDS = List.of("red", "green", "star");

    private final Random random = new Random(7);

    private TrainedModel model(String... settings) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                task: caption
                run: {dir: nowhere}
                data: {train: {format: json, path: nowhere, vector: features, target: text}}
                text: {tokenizer: whitespace, maxLength: 9}
                model: {layers: [{cell: gru, size: 3}]}
                decoder: {embedding: 2, beam: 3}
                training: {batch: 6, batchTokens: 60}
                """,
                                "test",
                                List.of(settings));
        var codec =
                new Codec(
                                new Vocabulary(List.of(), 1),
                                Scaling.none(WIDTH),
                                List.of(),
                                Scaling.none(0))
                        .withWritten(WORDS);
        return Tasks.trained(
                conf,
                codec,
                network -> {
                    var theta = new float[network.layout().size()];
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] = (float) (0.7 * random.nextGaussian());
                    }
                    return theta;
                });
    }

    private List<Example> scenes() {
        var scenes = new ArrayList<Example>();
        for (int length : new int[] {2, 0, 6, 3, 5}) {
            var vector = new float[WIDTH];
            for (int i = 0; i < WIDTH; i++) {
                vector[i] = (float) random.nextGaussian();
            }
            var words = random.ints(length, 2, 2 + WORDS.size());
            var marked = IntStream.concat(words, IntStream.of(Vocabulary.MARK)).toArray();
            scenes.add(Example.vectors(vector).withLabels(marked));
        }
        return scenes;
    }

    @ParameterizedTest
    @CsvSource({"gru, 1, 0", "lstm, 2, 0.1", "elman, 2, 0", "mingru, 1, 0.2"})
    void lossAndGradients(String cell, int layers, double smoothing) {
        var conf =
                new RecurrentConf(CellConf.Name.valueOf(cell.toUpperCase(Locale.ROOT)), 3, false);
        var model =
                model(
                        "model.layers="
                                + Collections.nCopies(layers, "{cell: " + cell + ", size: 3}"),
                        "training.labelSmoothing=" + smoothing);
        var layer = new OracleStack.Layer(OracleCells.of(conf, 3), 3, false);
        var oracle =
                new OracleVectorDecoder(
                        Collections.nCopies(layers, layer), Cells.of(conf).cellStates());
        WordsComparison.check(
                (Caption) model.task(),
                model.theta(),
                scenes(),
                smoothing,
                (tape, all, scene) -> {
                    var features = new double[WIDTH];
                    for (int i = 0; i < WIDTH; i++) {
                        features[i] = scene.vectors()[i];
                    }
                    var vector =
                            OracleTranslator.affine(
                                    all.under("input.projection"), tape.leaves(features));
                    return oracle.logits(all, vector, WordsComparison.before(scene.classes()));
                });
    }

    @Test
    void theDecoderIsDiagnosed() {
        var model = model("model.layers=[{cell: gru, size: 3}, {cell: gru, size: 2}]");
        var shard = WordsComparison.shard(model.task(), scenes());
        var diagnosis = Diagnoser.of(model, shard, 3, 1);
        assertEquals(
                List.of("decoder.l0.forward", "decoder.l1.forward"),
                diagnosis.directions().stream().map(direction -> direction.name()).toList());
        var evaluator = model.task().evaluator();
        new Scorer(model).measure(shard, evaluator);
        assertEquals(evaluator.evaluation().loss(), diagnosis.loss(), 1e-6);
    }

    @Test
    void noScoreAndNoTextDependsOnTheOtherVectors() {
        var model = model("model.layers=[{cell: gru, size: 3}, {cell: gru, size: 2}]");
        var task = (Caption) model.task();
        var scenes = scenes();
        var batch = WordsComparison.batch(task, scenes);
        var capacity = new Capacity(6, 60, false);
        float[] scores = task.network().open(capacity).score(model.theta(), batch).clone();
        var packing = batch.target().packing();
        var alone = task.network().open(capacity);
        for (int i = 0; i < scenes.size(); i++) {
            var one = List.of(scenes.get(batch.numbers()[i]));
            var own = alone.score(model.theta(), WordsComparison.batch(task, one));
            var expected = packing.rows(scores, task.words(), packing.place(i));
            assertArrayEquals(expected, java.util.Arrays.copyOf(own, expected.length));
        }
        var predictor = task.predictor(model, 0);
        var inputs = scenes.stream().map(ModelInput::of).toList();
        var together = predictor.predict(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            var own = predictor.predict(List.of(inputs.get(i))).get(0);
            assertEquals(own[0], together.get(i)[0]);
            assertEquals(own[1], together.get(i)[1]);
        }
    }

    /** The length of a text is bounded by the configuration alone, since a vector has none. */
    @Test
    void aTextIsAsLongAsTheConfigurationAllows() {
        var model = model("decoder.beam=1", "text.maxLength=40");
        var head = model.task().network().layout().slice("head.b");
        model.theta()[head.offset() + Vocabulary.MARK] = -1000;
        var prediction =
                model.task()
                        .predictor(model, 0)
                        .predict(List.of(ModelInput.of(scenes().get(0))))
                        .get(0);
        assertEquals(40, prediction[0].toString().split(" ").length);
    }
}
