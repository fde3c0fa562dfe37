package unroll.task.parse;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.data.DataException;
import unroll.data.Example;
import unroll.diagnose.Diagnoser;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.measure.Metric;
import unroll.task.ModelInput;
import unroll.task.Scorer;
import unroll.task.Task.LabelledInput;
import unroll.task.TrainedModel;
import unroll.task.WordsComparison;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;
import unroll.text.tree.LinearTree;
import unroll.train.LocalRounds;
import unroll.train.WorkerSpec;

/** Trees that a small parser with random parameters writes. */
final class ParseTest {
    private static final List<String> WORDS = List.of("one", "two", "three", "four", "five");
    private static final List<String> ACTIONS =
            List.of("shift A", "reduce X", "shift B", "reduce Y");

    private static TrainedModel model(List<String> actions, String... settings) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                task: parse
                run: {dir: nowhere}
                data: {train: {format: json, path: nowhere, target: tree}}
                text: {tokenizer: whitespace, maxLength: 9}
                model: {embedding: 3, layers: [{cell: gru, size: 2, bidirectional: true}]}
                decoder: {size: 3, embedding: 2, attentionSize: 2}
                """,
                                "test",
                                List.of(settings));
        var codec =
                new Codec(new Vocabulary(WORDS, 1), Scaling.none(0), List.of(), Scaling.none(0))
                        .withWritten(actions);
        var random = new Random(7);
        return Tasks.trained(
                conf,
                codec,
                network -> {
                    var theta = new float[network.layout().size()];
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] = (float) (2 * random.nextGaussian());
                    }
                    return theta;
                });
    }

    /** Texts of one word to nine. */
    private static List<ModelInput> inputs(TrainedModel model) {
        var random = new Random(8);
        var predictor = model.task().predictor(model, 0);
        return IntStream.rangeClosed(1, 9)
                .mapToObj(n -> random.ints(n, 0, WORDS.size()).mapToObj(WORDS::get).toList())
                .map(
                        words ->
                                new ModelInput(
                                        predictor.encode(words), words, String.join(" ", words)))
                .toList();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 7})
    void everyPredictionIsOneTreeOverExactlyTheWords(int beam) {
        var model = model(ACTIONS, "decoder.beam=" + beam);
        var inputs = inputs(model);
        var predictions = model.task().predictor(model, 0).predict(inputs);
        for (int i = 0; i < predictions.size(); i++) {
            var tree = LinearTree.of(predictions.get(i)[0].toString()).orElseThrow();
            assertEquals(inputs.get(i).words(), tree.words());
        }
    }

    @Test
    void noTreeDependsOnTheOtherTexts() {
        var model = model(ACTIONS, "decoder.beam=3");
        var inputs = inputs(model);
        var together = model.task().predictor(model, 0).predict(inputs);
        for (int i = 0; i < inputs.size(); i++) {
            var alone = model.task().predictor(model, 0).predict(List.of(inputs.get(i))).get(0);
            assertEquals(alone[0], together.get(i)[0]);
            assertEquals(alone[1], together.get(i)[1]);
        }
    }

    @Test
    void bracketsAreCounted() {
        var evaluator = new ParseEvaluator(6);
        var a = "shift A";
        evaluator.add( // ((a b) c) for (a (b c))
                List.of(a, a, "reduce X", a, "reduce Y"),
                List.of(a, a, a, "reduce X", "reduce Y", Vocabulary.END));
        evaluator.add(List.of(a, a, "reduce Y"), List.of(a, a, "reduce X", Vocabulary.END));
        evaluator.add(List.of(a), List.of(a, Vocabulary.END));
        evaluator.add(List.of(a), List.of("", Vocabulary.END));
        var figures = evaluator.measures(List.of());
        assertEquals(2 / 3.0, figures.figure(Metric.BRACKET_F1));
        assertEquals(1 / 3.0, figures.figure(Metric.LABELLED_BRACKET_F1));
        assertEquals(1, figures.figure(Metric.RIGHT_BRANCHING_F1));
        assertEquals(1 / 4.0, figures.figure(Metric.SEQUENCE_ACCURACY));
        assertEquals(1, figures.counts().get("treesWithUnknownActions"));
    }

    @Test
    void bracketsOfAValidationAreThoseOfAnEvaluationWithABeamOfOne() {
        var greedy = model(ACTIONS, "decoder.beam=1");
        var rows = new ArrayList<LabelledInput>();
        for (var input : inputs(greedy)) {
            int words = input.words().size();
            var actions = new ArrayList<>(List.of("shift A"));
            for (int i = 1; i < words; i++) { // always to the left
                actions.addAll(List.of("shift B", "reduce X"));
            }
            actions.add(Vocabulary.END);
            var labels = greedy.codec().classes(actions);
            var example = input.example().withLabels(labels);
            rows.add(new LabelledInput(new ModelInput(example, input.words(), ""), actions));
        }
        var sums = greedy.task().evaluator();
        greedy.task().measure(new Scorer(greedy), rows, 0, sums);
        var model = model(ACTIONS, "decoder.beam=4", "training.earlyStopping.metric=f1");
        var shards =
                Stream.of(rows.subList(0, 4), rows.subList(4, 9))
                        .map(some -> some.stream().map(LabelledInput::example).toList())
                        .map(some -> WordsComparison.shard(model.task(), some))
                        .toList();
        var spec = new WorkerSpec(model.conf(), model.task());
        try (var rounds = new LocalRounds(spec, List.of(), shards, 2)) {
            var found = rounds.evaluate(model.theta());
            double f1 = sums.measures(List.of()).figure(Metric.BRACKET_F1);
            assertEquals(f1, model.task().score(found));
            assertEquals(sums.evaluation().loss(), found.loss());
            assertTrue(f1 > 0 && f1 < 1, "a figure that tells: " + f1);
        }
        assertEquals(Metric.PERPLEXITY, greedy.task().metric());
    }

    @Test
    void treesOfSingleWordsAreNotEnough() {
        var wrong = assertThrows(DataException.class, () -> model(List.of("shift A")));
        assertTrue(wrong.getMessage().startsWith("data.train.target: expected trees"));
    }

    @Test
    void encoderAndDecoderAreDiagnosed() {
        var model = model(ACTIONS);
        var actions = model.codec().written();
        var tree =
                IntStream.concat(
                        Stream.of("shift A", "shift B", "reduce X").mapToInt(actions::id),
                        IntStream.of(Vocabulary.MARK));
        var example = Example.words(new int[] {2, 3}).withLabels(tree.toArray());
        var shard = WordsComparison.shard(model.task(), List.of(example));
        var diagnosis = Diagnoser.of(model, shard, 3, 1);
        assertEquals(
                List.of("encoder.l0.forward", "encoder.l0.backward", "decoder.l0.forward"),
                diagnosis.directions().stream().map(direction -> direction.name()).toList());
    }
}
