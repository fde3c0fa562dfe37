package unroll.task.transfer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static unroll.task.transfer.TransferModels.all;
import static unroll.task.transfer.TransferModels.names;
import static unroll.task.transfer.TransferModels.numbered;
import static unroll.task.transfer.TransferModels.row;
import static unroll.task.transfer.TransferModels.take;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.encode.Codec;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Parameters that a network takes over from another. */
class TransferTest {
    private static final String CLASSIFIER =
            """
            run: {dir: d}
            data: {train: {format: json, path: p}}
            text: {unknownBuckets: 3}
            model: {inputs: [{width: 4}], layers: [{size: 3}]}
            """;
    private static final String LANGUAGE =
            """
            task: language
            run: {dir: d}
            data: {train: {format: text, path: p, text: value}}
            text: {unknownBuckets: 2}
            model: {embedding: 4, layers: [{size: 3}]}
            bptt: {steps: 5}
            """;
    private static final List<String> OLD = List.of("good", "bad", "film", "not");
    private static final List<String> NEW = List.of("film", "fine", "good");

    private static TrainedModel model(
            String yaml, List<String> words, List<String> labels, int start, String... settings) {
        return model(yaml, words, labels, List.of(), start, settings);
    }

    private static TrainedModel model(
            String yaml,
            List<String> words,
            List<String> labels,
            List<String> intents,
            int start,
            String... settings) {
        var conf = Tasks.reader().read(yaml, "test", List.of(settings));
        var vocabulary = new Vocabulary(words, conf.text().unknownBuckets());
        var texts = Codec.ofTexts(vocabulary, labels);
        var codec = intents.isEmpty() ? texts : texts.ofTags(intents);
        return numbered(conf, codec, start);
    }

    @Test
    void aLanguageModelGivesAClassifierItsWordsAndItsForwardLayer() {
        var old = model(LANGUAGE, OLD, List.of(), 1);
        var now =
                model(
                        CLASSIFIER,
                        NEW,
                        List.of("neg", "pos"),
                        -9000,
                        "model.layers=[{size: 3, bidirectional: true}]");
        var fresh = now.theta().clone();
        var result = take(old, now);
        assertEquals(
                List.of(
                        "input.embedding",
                        "encoder.l0.forward.wx",
                        "encoder.l0.forward.wh",
                        "encoder.l0.forward.b"),
                names(result.taken()));
        assertEquals(
                List.of(
                        "encoder.l0.backward.wx",
                        "encoder.l0.backward.wh",
                        "encoder.l0.backward.b",
                        "head.w",
                        "head.b"),
                names(result.fresh()));
        assertEquals(List.of("head.w", "head.b"), names(result.left()));
        assertEquals(2, result.words());
        for (var name : List.of("wx", "wh", "b")) {
            var forward = "encoder.l0.forward." + name;
            assertArrayEquals(all(old, forward), all(now, forward));
        }
        // The old model has two buckets of unknown words and the new one three.
        int[] rows = {0, 1, -1, 2 + 2, -1, 2};
        for (int id = 0; id < rows.length; id++) {
            var expected =
                    rows[id] < 0
                            ? Arrays.copyOfRange(fresh, 4 * id, 4 * id + 4)
                            : row(old, "input.embedding", rows[id]);
            assertArrayEquals(expected, row(now, "input.embedding", id), "id " + id);
        }
        for (var slice : result.fresh()) {
            assertArrayEquals(
                    Arrays.copyOfRange(fresh, slice.offset(), slice.end()), all(now, slice.name()));
        }
    }

    @Test
    void aHeadOfTheSameTaskIsTakenByLabelOrByWord() {
        var old = model(CLASSIFIER, OLD, List.of("bad", "fair", "good"), 1);
        var now = model(CLASSIFIER, OLD, List.of("awful", "bad", "good", "great"), -9000);
        var result = take(old, now);
        assertEquals(List.of(), names(result.fresh()));
        assertArrayEquals(row(old, "head.w", 0), row(now, "head.w", 1));
        assertArrayEquals(row(old, "head.w", 2), row(now, "head.w", 2));
        assertTrue(row(now, "head.w", 0)[0] < 0 && row(now, "head.b", 3)[0] < 0);

        var language = model(LANGUAGE, OLD, List.of(), 1);
        var next = model(LANGUAGE, NEW, List.of(), -9000);
        assertEquals(List.of(), names(take(language, next).left()));
        assertArrayEquals(row(language, "head.w", 2), row(next, "head.w", 2 + 2));
        assertArrayEquals(row(language, "head.b", 2 + 2), row(next, "head.b", 2));
        assertTrue(row(next, "head.w", 2 + 1)[0] < 0);
    }

    @Test
    void aSampledSoftmaxIsTakenByWordToo() {
        var sampled = "model.softmax={name: sampled, samples: 1}";
        var old = model(LANGUAGE, OLD, List.of(), 1, sampled);
        for (var settings : List.of(sampled, "model.softmax={name: full}")) {
            var now = model(LANGUAGE, NEW, List.of(), -9000, settings);
            take(old, now);
            assertArrayEquals(row(old, "head.w", 2 + 2), row(now, "head.w", 2));
            assertTrue(row(now, "head.b", 2 + 1)[0] < 0);
        }
    }

    @Test
    void theWordsOfAnAdaptiveSoftmaxAreTakenIfTheyAreInTheSameCluster() {
        var adaptive = "model.softmax={name: adaptive, cutoffs: [4, 6], factor: 2}";
        var words = List.of("good", "bad", "film", "not", "long", "short");
        var old = model(LANGUAGE, words, List.of(), 1, adaptive);
        // Clusters: ids 0 to 3 are frequent, 4 and 5 follow, then the rest.
        var others = List.of("bad", "fine", "film", "good", "short", "book", "long");
        var now = model(LANGUAGE, others, List.of(), -9000, adaptive);
        assertEquals(List.of(), names(take(old, now).fresh()));
        int[] frequent = {0, 1, 3, -1, 4, 5}; // two unknown, two words, two clusters
        for (var parameter : List.of("head.w", "head.b")) {
            assertRows(frequent, old, now, parameter);
        }
        for (var parameter : List.of("w", "b")) {
            assertRows(new int[] {0, -1}, old, now, "head.tail0." + parameter);
            assertRows(new int[] {1, -1, 0}, old, now, "head.tail1." + parameter);
        }
        assertArrayEquals(all(old, "head.tail1.projection"), all(now, "head.tail1.projection"));

        var other = "model.softmax={name: adaptive, cutoffs: [3, 5, 6], factor: 2}";
        var apart = model(LANGUAGE, words, List.of(), -9000, other);
        assertTrue(names(take(old, apart).taken()).stream().noneMatch(n -> n.startsWith("head.")));
    }

    private static void assertRows(
            int[] rows, TrainedModel old, TrainedModel now, String parameter) {
        for (int row = 0; row < rows.length; row++) {
            if (rows[row] < 0) {
                assertTrue(row(now, parameter, row)[0] < 0, parameter + " " + row);
            } else {
                assertArrayEquals(row(old, parameter, rows[row]), row(now, parameter, row));
            }
        }
    }

    @Test
    void theHeadOfIntentsIsTakenIfTheIntentsAreTheSame() {
        var tagger =
                CLASSIFIER
                        .replace("run: {dir: d}", "task: tag\nrun: {dir: d}")
                        .replace("unknownBuckets: 3", "unknownBuckets: 3, tokenizer: whitespace");
        var tags = List.of("a", "b");
        var old = model(tagger, OLD, tags, List.of("x", "y"), 1);
        var same = model(tagger, NEW, tags, List.of("x", "y"), -9000);
        take(old, same);
        assertArrayEquals(all(old, "head.intent.w"), all(same, "head.intent.w"));
        var other = model(tagger, NEW, tags, List.of("y", "z"), -9000);
        var result = take(old, other);
        assertTrue(names(result.fresh()).contains("head.intent.w"), result.toString());
        assertArrayEquals(all(old, "head.w"), all(other, "head.w"));
    }

    @Test
    void transitionsFromTagToTagAreTakenIfTheTagsAreTheSame() {
        var tagger =
                CLASSIFIER
                        .replace("run: {dir: d}", "task: tag\nrun: {dir: d}")
                        .replace("text: {", "text: {tokenizer: whitespace, ");
        var old = model(tagger, OLD, List.of("a", "b"), 1);
        var same = model(tagger, NEW, List.of("a", "b"), -9000);
        assertTrue(names(take(old, same).taken()).contains("head.transitions"));
        var other = model(tagger, NEW, List.of("b", "c"), -9000);
        var result = take(old, other);
        assertTrue(names(result.fresh()).contains("head.transitions"));
        assertArrayEquals(row(old, "head.w", 1), row(other, "head.w", 0));
    }

    @Test
    void aTableOfLettersIsTakenIfItsBucketsMeanTheSame() {
        var letters = "model.inputs=[{kind: letters, width: 4, buckets: 7}]";
        var old = model(CLASSIFIER, OLD, List.of("a", "b"), 1, letters);
        var now = model(CLASSIFIER, NEW, List.of("a", "b"), -9000, letters);
        assertEquals(2, take(old, now).words());
        for (int bucket = 0; bucket < 7; bucket++) {
            assertArrayEquals(row(old, "input.letters", bucket), row(now, "input.letters", bucket));
        }
        assertArrayEquals(row(old, "input.letters", 7 + 3), row(now, "input.letters", 7 + 3 + 2));
        assertTrue(row(now, "input.letters", 7 + 3 + 1)[0] < 0);

        var shorter = letters.replace("buckets: 7", "buckets: 7, longest: 4");
        var other = model(CLASSIFIER, NEW, List.of("a", "b"), -9000, shorter);
        assertTrue(names(take(old, other).fresh()).contains("input.letters"));

        var without = letters.replace("buckets: 7", "buckets: 7, words: false");
        var grams = model(CLASSIFIER, NEW, List.of("a", "b"), -9000, without);
        take(old, grams);
        assertArrayEquals(row(old, "input.letters", 6), row(grams, "input.letters", 6));
    }

    @Test
    void aNormalisedTableIsTakenByWordAndItsCountsAreNot() {
        var normalized = "model.inputs=[{width: 4, normalize: true}]";
        var old = model(CLASSIFIER, OLD, List.of("a", "b"), 1, normalized);
        var words = List.of("film", "fine", "good", "great"); // as many as the old model has
        var now = model(CLASSIFIER, words, List.of("a", "b"), -9000, normalized);
        var result = take(old, now);
        assertEquals(List.of("input.embedding.counts"), names(result.fresh()));
        assertEquals(2, result.words());
        assertArrayEquals(row(old, "input.embedding", 3 + 2), row(now, "input.embedding", 3));
        assertTrue(row(now, "input.embedding", 3 + 1)[0] < 0);
        assertTrue(row(now, "input.embedding.counts", 3)[0] < 0);

        var plain = model(CLASSIFIER, words, List.of("a", "b"), -9000);
        assertTrue(names(take(old, plain).fresh()).contains("input.embedding"));
    }

    @Test
    void oneHotWordsTakeTheirWeights() {
        var oneHot = "model.inputs=[{kind: onehot}]";
        var old = model(CLASSIFIER, OLD, List.of("a", "b"), 1, oneHot);
        var now = model(CLASSIFIER, NEW, List.of("a", "b"), -9000, oneHot);
        assertEquals(2, take(old, now).words());
        var wx = "encoder.l0.forward.wx";
        assertArrayEquals(row(old, wx, 3), row(now, wx, 3 + 2));
        assertTrue(row(now, wx, 3 + 1)[0] < 0);
    }

    /** Shapes alone would fit in each of these. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "model.layers=[{cell: gru, size: 3}] | model.layers=[{cell: lstm, coupled: true, size: 3}]",
                "model.layers=[{cell: gru, size: 3}] | model.layers=[{cell: gru, reset: before, size: 3}]",
                "model.layers=[{cell: elman, size: 3}] | model.layers=[{cell: elman, activation: relu, size: 3}]",
                "model.layers=[{cell: gru, size: 3}] | model.layers=[{cell: gru, size: 3, alpha: 0.5}]",
                "model.layers=[{cell: mingru, lags: [1, 4], size: 3}] | model.layers=[{cell: mingru, lags: [1, 8], size: 3}]",
                "model.inputs=[{width: 2}, {width: 2}] | model.inputs=[{width: 2}, {kind: letters, width: 2}]"
            })
    void aLayerThatComputesSomethingElseIsNew(String was, String is) {
        var old = model(CLASSIFIER, OLD, List.of("a", "b"), 1, was);
        var now = model(CLASSIFIER, NEW, List.of("a", "b"), -9000, is);
        assertTrue(names(take(old, now).taken()).stream().noneMatch(n -> n.startsWith("encoder.")));
    }

    @Test
    void initialValuesOfACellDoNotMatter() {
        var old = model(CLASSIFIER, OLD, List.of("a", "b"), 1);
        var settings = "model.layers=[{size: 3, forgetBias: 0}]";
        var now = model(CLASSIFIER, NEW, List.of("a", "b"), -9000, settings);
        assertEquals(List.of(), names(take(old, now).fresh()));
    }

    @Test
    void parametersAreDescribedByLayer() {
        var old = model(LANGUAGE, OLD, List.of(), 1);
        var now = model(CLASSIFIER, NEW, List.of("a", "b"), -9000);
        assertEquals(
                "input.embedding [6, 4], encoder.l0.forward (wx [12, 4], wh [12, 3], b [12])",
                TransferResult.describe(take(old, now).taken()));
        assertEquals("nothing", TransferResult.describe(List.of()));
    }
}
