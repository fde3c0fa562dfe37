package unroll.predict;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.encode.Codec;
import unroll.nn.Capacity;
import unroll.task.Generation;
import unroll.task.Generation.Beam;
import unroll.task.Generation.Decoding;
import unroll.task.Generation.Sampling;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** Language models with random parameters, which read a text as rows and to its end. */
final class DocumentTextTest {
    private static final int UNKNOWN = 2; // ids of unknown words
    private static final List<String> LETTERS = List.of("<eos>", "a", "b", " ");
    private static final List<String> WORDS = List.of("<eos>", "good", "bad", "film");
    private static final Sampling GREEDY = new Sampling(1, 0, 0, 1, 1);

    private static TrainedModel model(List<String> words, String tokenizer, String cell) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: language
                                run: {dir: nowhere}
                                data: {train: {format: json, path: nowhere}}
                                text: {tokenizer: %s, letters: 1, unknownBuckets: 2, minCount: 1}
                                model: {embedding: 4, layers: [{cell: %s, size: 12}]}
                                bptt: {steps: 5}
                                """
                                        .formatted(tokenizer, cell)
                                        .replace(
                                                tokenizer.equals("letters") ? "" : "letters: 1, ",
                                                ""),
                                "test",
                                List.of());
        var codec = Codec.ofTexts(new Vocabulary(words, UNKNOWN), List.of());
        var task = Tasks.of(conf, codec);
        var theta = new float[task.network().layout().size()];
        var random = new Random(3);
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (1.5 * random.nextGaussian());
        }
        return new TrainedModel(conf, codec, task, theta);
    }

    /** Returns the continuation without the line break after it. */
    private static String continued(TrainedModel model, String text, int words, Decoding decoding) {
        var written = new StringBuilder();
        var generation = new Generation(words, 1, decoding);
        TextPrediction.continueText(model, text, generation, written::append);
        return written.substring(0, written.length() - 1);
    }

    /** Returns the log-probability that is printed for a text. */
    private static double logProbability(TrainedModel model, String text) {
        var line = TextPrediction.lines(model, text).get(1);
        assertTrue(line.startsWith("log-probability\t"), line);
        return Double.parseDouble(line.substring(line.indexOf('\t') + 1));
    }

    /** Returns the log-probability of words after the end of a row, all read at once. */
    private static double atOnce(TrainedModel model, List<String> words) {
        int steps = words.size();
        var vocabulary = model.codec().vocabulary();
        int ids = vocabulary.size();
        var batch = model.task().schema().batch(1, steps);
        batch.source().pack(new int[] {steps}, 1);
        for (int t = 0; t < steps; t++) {
            batch.source().ids()[t] = vocabulary.id(t == 0 ? "<eos>" : words.get(t - 1));
        }
        var workspace = model.task().network().open(new Capacity(1, steps, false));
        float[] scores = workspace.score(model.theta(), batch);
        double sum = 0;
        for (int t = 0; t < steps; t++) {
            sum += StrictMath.log(scores[t * ids + vocabulary.id(words.get(t))]);
        }
        return sum;
    }

    private static List<String> split(String words) {
        return List.of(words.split(" "));
    }

    /** What a model has written, given back to it, leaves the state that it had. */
    @ParameterizedTest
    @ValueSource(strings = {"gru", "lstm", "elman"})
    void aModelContinuesItsOwnLettersAsItWouldHaveDone(String cell) {
        var model = model(LETTERS, "letters", cell);
        for (var decoding : List.of(GREEDY, new Sampling(1, 0, 0, 1, 1.3), new Beam(1, 1))) {
            for (var start : List.of("a", "b\n ")) {
                var whole = start + continued(model, start, 500, decoding);
                assertTrue(whole.substring(4).contains("\n"), cell + " ends no row");
                for (int read : List.of(4, 5, 6, 50, 399, 400, 401)) {
                    int left = 500 + start.length() - read;
                    var rest = continued(model, whole.substring(0, read), left, decoding);
                    assertEquals(whole.substring(read), rest, () -> cell + " after " + read);
                }
            }
        }
    }

    @Test
    void rowsOfDrawnLettersAreReadAsTheyWereWritten() {
        var model = model(LETTERS, "letters", "gru");
        var drawn = continued(model, "a", 1000, Sampling.of(3));
        assertTrue(drawn.contains("\n\n") && drawn.contains("\n ") && drawn.contains(" \n"), drawn);
        var letters = new ArrayList<String>();
        drawn.chars().forEach(c -> letters.add(c == '\n' ? "<eos>" : Character.toString(c)));
        if (!drawn.endsWith("\n")) {
            letters.add("<eos>");
        }
        assertEquals(atOnce(model, letters), logProbability(model, drawn), 1e-2);
        assertEquals(
                logProbability(model, drawn), logProbability(model, drawn.replace("\n", "\r\n")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"standard", "punctuation", "whitespace"})
    void aLineBreakIsTheEndOfARowAndSoIsItsMark(String tokenizer) {
        var model = model(WORDS, tokenizer, "gru");
        var whole = continued(model, "good", 60, GREEDY);
        assertTrue(whole.contains("<eos>"), whole);
        for (int read : List.of(1, 5, 20, 40)) {
            var words = split(whole);
            var text = "good " + String.join(" ", words.subList(0, read));
            var rest = String.join(" ", words.subList(read, 60));
            assertEquals(rest, continued(model, text, 60 - read, GREEDY));
            var lines = text.replace(" <eos>", "\n");
            assertEquals(rest, continued(model, lines, 60 - read, GREEDY));
        }
        var rows = split("good film <eos> <eos> bad <eos>");
        double expected = atOnce(model, rows);
        for (var text : List.of("good film\n\nbad", "good film\n\nbad\n", "good film <eos>\nbad")) {
            assertEquals(expected, logProbability(model, text), 1e-3, text);
        }
        assertNotEquals(expected, logProbability(model, "good film\nbad"), 1e-3);
    }

    @Test
    void allWordsOfALongTextAreRead() {
        var model = model(WORDS, "standard", "lstm");
        var random = new Random(1);
        var words = new ArrayList<String>();
        for (int i = 0; i < 100_000; i++) {
            words.add(WORDS.get(1 + random.nextInt(3)));
        }
        double measured = logProbability(model, String.join(" ", words));
        words.add("<eos>");
        assertEquals(1, measured / atOnce(model, words), 1e-6);
    }
}
