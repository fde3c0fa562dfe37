package unroll.task.translate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.data.Example;
import unroll.nn.Capacity;
import unroll.task.decoding.Constraint;
import unroll.task.decoding.Hypothesis;
import unroll.task.decoding.TextWriter;
import unroll.text.Vocabulary;

/** Texts that a small translator with random parameters writes. */
final class TextWriterTest {
    private static List<Hypothesis> write(SmallTranslator small, List<Example> sentences) {
        return new TextWriter(small.model(), small.task.writer(), small.task::most)
                .write(small.shard(sentences), Constraint.NONE);
    }

    private static int[] ids(Hypothesis text) {
        var words = text.steps().stream().mapToInt(Hypothesis::word);
        return (text.ended() ? IntStream.concat(words, IntStream.of(Vocabulary.MARK)) : words)
                .toArray();
    }

    /** The log-probability of words, all computed at once. */
    private static double logProbability(SmallTranslator small, Example sentence, int[] words) {
        var batch = small.batch(List.of(sentence.withLabels(words)));
        var scores =
                small.task.network().open(new Capacity(6, 60, false)).score(small.theta, batch);
        double sum = 0;
        for (int t = 0; t < words.length; t++) {
            sum += StrictMath.log(scores[t * small.task.words() + words[t]]);
        }
        return sum;
    }

    @ParameterizedTest
    @CsvSource({
        "gru, 2, false",
        "lstm, 2, false",
        "elman, 2, false",
        "minlstm, 2, false",
        "gru, 1, true",
        "lstm, 2, true",
        "minlstm, 1, true"
    })
    void probabilitiesAreThoseOfAllWordsAtOnce(String cell, int layers, boolean feeding) {
        var small =
                new SmallTranslator(
                        "model.layers=[{cell: " + cell + ", size: 2, bidirectional: true}]",
                        "decoder.layers=" + layers,
                        "decoder.inputFeeding=" + feeding,
                        "decoder.beam=3");
        var sentences = small.sentences();
        var texts = write(small, sentences);
        for (int i = 0; i < texts.size(); i++) {
            double expected = logProbability(small, sentences.get(i), ids(texts.get(i)));
            assertEquals(expected, texts.get(i).logProbability(), 1e-12);
        }
    }

    @Test
    void aWideBeamFindsTheBestTextOfAll() {
        var small = new SmallTranslator("decoder.beam=100", "text.maxLength=3", "text.minCount=1");
        var sentences =
                small.sentences().stream()
                        .map(
                                s ->
                                        Example.words(
                                                java.util.Arrays.copyOf(
                                                        s.ids(), Math.min(3, s.ids().length))))
                        .toList();
        var texts = write(small, sentences);
        for (int i = 0; i < texts.size(); i++) {
            var sentence = sentences.get(i);
            double best =
                    endings(small.task.words())
                            .mapToDouble(
                                    words ->
                                            logProbability(small, sentence, words)
                                                    / ((5.0 + words.length) / 6))
                            .max()
                            .orElseThrow();
            assertTrue(texts.get(i).ended());
            assertEquals(best, texts.get(i).score(1), 1e-12);
        }
    }

    /** All texts of at most three words, with the mark that ends them. */
    private static Stream<int[]> endings(int words) {
        var all = new ArrayList<int[]>();
        all.add(new int[] {Vocabulary.MARK});
        for (int a = 0; a < words; a++) {
            if (a != Vocabulary.MARK) {
                all.add(new int[] {a, Vocabulary.MARK});
                for (int b = 0; b < words; b++) {
                    if (b != Vocabulary.MARK) {
                        all.add(new int[] {a, b, Vocabulary.MARK});
                    }
                }
            }
        }
        return all.stream();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void noTextDependsOnTheOtherSentences(int beam) {
        var small = new SmallTranslator("decoder.beam=" + beam, "decoder.attentionColumn=true");
        var sentences = small.sentences();
        var together = write(small, sentences);
        for (int i = 0; i < sentences.size(); i++) {
            var alone = write(small, List.of(sentences.get(i))).get(0);
            assertEquals(alone.steps().size(), together.get(i).steps().size());
            assertEquals(alone.logProbability(), together.get(i).logProbability());
            for (int t = 0; t < alone.steps().size(); t++) {
                var one = alone.steps().get(t);
                var other = together.get(i).steps().get(t);
                assertEquals(one.word(), other.word());
                assertEquals(one.source(), other.source());
                assertEquals(one.weights(), other.weights());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void weightsAreThoseOfTheWordsOfTheSource(boolean feeding) {
        var small =
                new SmallTranslator(
                        "decoder.attentionColumn=true", "decoder.inputFeeding=" + feeding);
        var sentences = small.sentences();
        var texts = write(small, sentences);
        for (int i = 0; i < texts.size(); i++) {
            for (var step : texts.get(i).steps()) {
                assertEquals(sentences.get(i).ids().length, step.weights().size());
                double sum = step.weights().stream().mapToDouble(Float::doubleValue).sum();
                assertEquals(1, sum, 1e-6);
                float most = step.weights().get(step.source());
                assertTrue(step.weights().stream().allMatch(weight -> weight <= most));
            }
        }
    }

    @Test
    void wordsThatAreNotAllowedAreNotWritten() {
        var small = new SmallTranslator("decoder.beam=4");
        Constraint rising =
                (example, before) ->
                        word ->
                                word == Vocabulary.MARK
                                        || (word > before.word() && word != Vocabulary.UNKNOWN);
        var writer = new TextWriter(small.model(), small.task.writer(), small.task::most);
        for (var text : writer.write(small.shard(small.sentences()), rising)) {
            int last = Vocabulary.MARK;
            for (var step : text.steps()) {
                assertTrue(step.word() > last);
                last = step.word();
            }
            assertTrue(text.ended());
        }
    }

    /** The head's weights are zero, so that all words are equally probable. */
    @Test
    void ofEquallyProbableWordsTheFirstIsWritten() {
        var small = new SmallTranslator("decoder.beam=1");
        var layout = small.task.network().layout();
        for (var name : List.of("head.w", "head.b")) {
            var slice = layout.slice(name);
            java.util.Arrays.fill(small.theta, slice.offset(), slice.end(), 0);
        }
        for (var text : write(small, small.sentences())) {
            assertTrue(text.steps().stream().allMatch(step -> step.word() == 0));
        }
    }
}
