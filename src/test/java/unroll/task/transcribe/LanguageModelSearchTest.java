package unroll.task.transcribe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.ConfigurationException;
import unroll.encode.Codec;
import unroll.nn.Layout;
import unroll.task.ModelInput;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/**
 * The search with a language model, beside all sequences of labels one by one, whose probability by
 * the model is that which it gives to them as texts.
 */
final class LanguageModelSearchTest {
    private static final List<String> LABELS = List.of("a", "b");
    private static final String GRU = "{embedding: 4, layers: [{cell: gru, size: 4}]}";

    /** A language model of given words, whose parameters are random, and large. */
    private static TrainedModel random(String model, List<String> words) {
        return model(
                model,
                words,
                layout -> {
                    var theta = layout.initialParameters(7);
                    for (int i = 0; i < theta.length; i++) {
                        theta[i] *= 4;
                    }
                    return theta;
                });
    }

    private interface Parameters {
        float[] of(Layout layout);
    }

    private static TrainedModel model(String model, List<String> words, Parameters parameters) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: language
                                run: {dir: r}
                                data: {train: {format: text, path: p, text: value}}
                                text: {unknownBuckets: 2, minCount: 1}
                                bptt: {steps: 5}
                                """,
                                "language",
                                List.of("model=" + model));
        var codec = Codec.ofTexts(new Vocabulary(words, 2), List.of());
        return Tasks.trained(conf, codec, network -> parameters.of(network.layout()));
    }

    /**
     * A language model that gives the same probabilities after every word.
     *
     * @param p of the end of a row, of a, and of b
     */
    private static TrainedModel constant(double... p) {
        return model(
                GRU,
                List.of(Vocabulary.END, "a", "b"),
                layout -> {
                    var theta = new float[layout.size()];
                    int bias = layout.slice("head.b").offset();
                    Arrays.fill(theta, bias, bias + 2, -100); // unknown words
                    for (int i = 0; i < p.length; i++) {
                        theta[bias + 2 + i] = log(p[i]);
                    }
                    return theta;
                });
    }

    /** A search with a model; a model that is null is none. */
    private static LabelSearch search(TrainedModel model, int beam, double weight, double bonus) {
        var settings = new ArrayList<>(List.of("transcribe.beam=" + beam));
        if (model != null) {
            settings.add("transcribe.languageModel.path=lm");
            settings.add("transcribe.languageModel.weight=" + weight);
            settings.add("transcribe.languageModel.bonus=" + bonus);
        }
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: transcribe
                                run: {dir: r}
                                data: {train: {format: json, path: p, sequence: x, label: y}}
                                """,
                                "transcribe",
                                settings);
        var task = new Transcribe(conf, 0, 3, LABELS.size());
        var codec = Codec.ofTexts(new Vocabulary(List.of(), 2), LABELS);
        return (model == null ? task : task.withLanguageModel(model, codec)).search();
    }

    private static int[] found(LabelSearch search, float[] logits) {
        return search.find(List.of(logits)).get(0).labels();
    }

    /** Logits of steps, the blank last. */
    private static float[] logits(Random random, int steps) {
        var logits = new float[steps * (LABELS.size() + 1)];
        for (int i = 0; i < logits.length; i++) {
            logits[i] = (float) (1.5 * random.nextGaussian());
        }
        return logits;
    }

    /** The probability of each sequence of labels in all alignments, not normalised. */
    private static Map<List<Integer>, Double> sums(float[] logits) {
        int blank = LABELS.size();
        Map<List<Integer>, Double> sums = new LinkedHashMap<>();
        int steps = logits.length / (blank + 1);
        for (int path = 0; path < Math.pow(blank + 1, steps); path++) {
            var labels = new ArrayList<Integer>();
            double weight = 1;
            int before = blank;
            for (int t = 0, rest = path; t < steps; t++, rest /= blank + 1) {
                int k = rest % (blank + 1);
                weight *= Math.exp(logits[t * (blank + 1) + k]);
                if (k != blank && k != before) {
                    labels.add(k);
                }
                before = k;
            }
            sums.merge(labels, weight, Double::sum);
        }
        return sums;
    }

    private static int[] bruteForce(
            float[] logits, TrainedModel model, double weight, double bonus) {
        var predictor = model.task().predictor(model, 0);
        List<Integer> best = List.of();
        double most = Double.NEGATIVE_INFINITY;
        for (var sum : sums(logits).entrySet()) {
            var words = sum.getKey().stream().map(LABELS::get).toList();
            var input = ModelInput.of(predictor.encode(words));
            double language = (Double) predictor.predict(List.of(input)).get(0)[0];
            double score = Math.log(sum.getValue()) + weight * language + bonus * words.size();
            if (score > most) {
                most = score;
                best = sum.getKey();
            }
        }
        return best.stream().mapToInt(Integer::intValue).toArray();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                GRU,
                "{embedding: 3, layers: [{cell: lstm, size: 5}, {cell: elman, size: 3}], layerNorm: true}",
                "{embedding: 4, layers: [{cell: gru, size: 4}, {cell: lstm, size: 4}], residual: true}",
                "{embedding: 4, layers: [{cell: jordan, size: 4}]}",
                "{embedding: 4, layers: [{cell: gru, size: 4, lags: [1, 2]}]}",
                "{inputs: [{kind: onehot}], layers: [{cell: lstm, size: 4}]}",
            })
    void aWideBeamFindsTheLabelsOfTheBestScoreOfAll(String network) {
        var random = new Random(3);
        var model = random(network, List.of("b", Vocabulary.END, "other", "a"));
        int changed = 0;
        for (int round = 0; round < 30; round++) {
            var logits = logits(random, 1 + round % 5);
            double weight = 0.3 + random.nextDouble();
            double bonus = 2 * random.nextDouble() - 0.5;
            var best = bruteForce(logits, model, weight, bonus);
            var found = found(search(model, 300, weight, bonus), logits);
            assertArrayEquals(best, found, "round " + round);
            changed += Arrays.equals(found(search(null, 300, 0, 0), logits), found) ? 0 : 1;
        }
        assertTrue(changed > 3, "the language model decides nothing");
    }

    /** One step, with a 0.5, b 0.4 and the blank 0.1. */
    @Test
    void aLabelThatTheModelForbidsIsNotFound() {
        float[] step = {log(0.5), log(0.4), log(0.1)};
        assertArrayEquals(new int[] {0}, found(search(null, 4, 0, 0), step));
        // a: 0.5 * 0.001 * 0.4; b: 0.4 * 0.599 * 0.4; nothing: 0.1 * 0.4.
        var forbids = constant(0.4, 0.001, 0.599);
        var allowed = search(forbids, 4, 1, 0).find(List.of(step)).get(0);
        assertArrayEquals(new int[] {1}, allowed.labels());
        assertEquals(Math.log(0.4), allowed.logProbability(), 1e-6, "of the alignments alone");
        // A bonus of -1 makes b 0.035, less than nothing at all.
        assertArrayEquals(new int[0], found(search(forbids, 4, 1, -1), step));
        // With a weight of 0.01 a is 0.5 * 0.93, b 0.4 * 0.99.
        assertArrayEquals(new int[] {0}, found(search(forbids, 4, 0.01, 0), step));
    }

    @Test
    void otherSequencesOfABatchDoNotShow() {
        var random = new Random(5);
        var model = random(GRU, List.of(Vocabulary.END, "a", "b"));
        var all = new ArrayList<float[]>();
        for (int i = 0; i < 40; i++) {
            all.add(logits(random, random.nextInt(12)));
        }
        for (int beam : new int[] {2, 3, 100}) { // 100: some sequences at a time
            var together = search(model, beam, 0.8, 0.5).find(all);
            var oneByOne = search(model, beam, 0.8, 0.5);
            for (int i = 0; i < all.size(); i++) {
                assertArrayEquals(found(oneByOne, all.get(i)), together.get(i).labels());
            }
        }
    }

    @Test
    void aModelWithoutWeightChangesNothing() {
        var random = new Random(6);
        var model = random(GRU, List.of(Vocabulary.END, "a", "b"));
        for (int round = 0; round < 20; round++) {
            var logits = logits(random, 20);
            assertArrayEquals(
                    found(search(null, 3, 0, 0), logits), found(search(model, 3, 0, 0), logits));
        }
    }

    /** A label is spelled as the model's own texts are; others count as unknown. */
    @Test
    void labelsAreLookedUpAsWords() {
        var codec =
                Codec.ofTexts(new Vocabulary(List.of(), 2), List.of("A", "b", "\u00e9te", "zoo"));
        var model = random(GRU, List.of(Vocabulary.END, "a", "b", "\u00e9te"));
        var known = LabelLanguageModel.of(model, codec.labels());
        var vocabulary = model.codec().vocabulary();
        int unknown = vocabulary.id("zoo");
        assertTrue(unknown < 2);
        assertArrayEquals(new int[] {3, 4, 5, unknown}, known.ids);
        assertEquals("3 of them known to the language model", known.describe());
        var others = random(GRU, List.of(Vocabulary.END, "le", "la"));
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> LabelLanguageModel.of(others, codec.labels()));
        assertTrue(
                e.getMessage()
                        .startsWith(
                                "transcribe.languageModel.path: expected a language model whose words are labels, such as A, b, \u00e9te, zoo, got one of other words, such as le, la: "),
                e.getMessage());
    }

    /** Workers keep the memory of equal tasks, wherever their models were read. */
    @Test
    void equalParametersMakeEqualTasks() {
        var words = List.of(Vocabulary.END, "a", "b");
        var one = LabelLanguageModel.of(random(GRU, words), LABELS);
        assertEquals(one, LabelLanguageModel.of(random(GRU, words), LABELS));
        var other = LabelLanguageModel.of(constant(0.3, 0.3, 0.4), LABELS);
        assertTrue(!one.equals(other), "other parameters");
    }

    private static float log(double p) {
        return (float) Math.log(p);
    }
}
