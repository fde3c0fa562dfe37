package unroll.task.language;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.encode.Codec;
import unroll.nn.Capacity;
import unroll.nn.SequenceNetwork;
import unroll.task.Generation.Beam;
import unroll.task.Generation.Sampling;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;

/** A language model of four known words with random parameters. */
final class TextSearchTest {
    private static final int UNKNOWN = 2; // ids of unknown words
    private static final List<String> WORDS = List.of("<eos>", "one", "two", "three");
    private static final int IDS = UNKNOWN + WORDS.size();
    private static final int END = UNKNOWN; // id of <eos>
    private static final List<int[]> TEXTS =
            List.of(new int[0], new int[] {3}, new int[] {5, 0, 4, 2, 4});

    private static TrainedModel model(String cell) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                                task: language
                                run: {dir: nowhere}
                                data: {train: {format: json, path: nowhere}}
                                text: {unknownBuckets: 2, minCount: 1}
                                model: {embedding: 3, layers: [{cell: %s, size: 4}]}
                                bptt: {steps: 5}
                                """
                                        .formatted(cell),
                                "test",
                                List.of());
        var codec = Codec.ofTexts(new Vocabulary(WORDS, UNKNOWN), List.of());
        var task = Tasks.of(conf, codec);
        var theta = new float[task.network().layout().size()];
        var random = new Random(5);
        for (int i = 0; i < theta.length; i++) {
            theta[i] = (float) (1.2 * random.nextGaussian());
        }
        return new TrainedModel(conf, codec, task, theta);
    }

    private static TextSearch search(TrainedModel model, int width, double penalty) {
        return new TextSearch(model, network(model), new Beam(width, penalty));
    }

    private static SequenceNetwork network(TrainedModel model) {
        return ((Language) model.task()).network();
    }

    /** The log-probability of a continuation, all of whose words are read at once. */
    private static double logProbability(
            TrainedModel model, int[] text, int[] words, double penalty) {
        int steps = text.length + words.length;
        var batch = model.task().schema().batch(1, steps);
        batch.source().pack(new int[] {steps}, 1);
        var read = IntStream.concat(IntStream.of(END), IntStream.of(text));
        int[] ids = IntStream.concat(read, IntStream.of(words)).limit(steps).toArray();
        System.arraycopy(ids, 0, batch.source().ids(), 0, steps);
        var workspace = network(model).open(new Capacity(1, steps, false));
        float[] scores = workspace.score(model.theta(), batch);
        var held = new HashSet<>(IntStream.of(text).boxed().toList());
        double sum = 0;
        for (int i = 0; i < words.length; i++) {
            double p = scores[(text.length + i) * IDS + words[i]];
            sum += (held.contains(words[i]) ? penalty : 1) * StrictMath.log(p);
            held.add(words[i]);
        }
        return sum;
    }

    /** All continuations of three known words. */
    private static List<int[]> all() {
        var all = new ArrayList<int[]>();
        for (int a = UNKNOWN; a < IDS; a++) {
            for (int b = UNKNOWN; b < IDS; b++) {
                for (int c = UNKNOWN; c < IDS; c++) {
                    all.add(new int[] {a, b, c});
                }
            }
        }
        return all;
    }

    /** With 4 x 4 hypotheses none is lost before the third and last word. */
    @ParameterizedTest
    @CsvSource({"gru, 1", "lstm, 1", "elman, 1", "lstm, 1.7"})
    void aWideBeamFindsTheMostProbableOfAllContinuations(String cell, double penalty) {
        var model = model(cell);
        for (var text : TEXTS) {
            var expected =
                    all().stream()
                            .sorted(
                                    Comparator.comparingDouble(
                                            words -> -logProbability(model, text, words, penalty)))
                            .limit(16)
                            .toList();
            var found = search(model, 16, penalty).continuations(text, 3, 16);
            assertEquals(expected.size(), found.size());
            for (int i = 0; i < found.size(); i++) {
                assertArrayEquals(expected.get(i), found.get(i));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"gru, 1", "lstm, 1", "elman, 1", "lstm, 1.7"})
    void aBeamOfOneTakesTheMostProbableWordEachTime(String cell, double penalty) {
        var model = model(cell);
        var sampler = new TextSampler(model, network(model), new Sampling(1, 0, 0, 1, penalty));
        for (var text : TEXTS) {
            var drawn = new ArrayList<Integer>();
            sampler.draw(text, 20, 1, (i, word) -> drawn.add(word));
            var found = search(model, 1, penalty).continuations(text, 20, 1);
            assertEquals(drawn, IntStream.of(found.get(0)).boxed().toList());
        }
    }

    /** The second search begins again from the first word. */
    @Test
    void aSearchAfterAnotherFindsTheSame() {
        var model = model("lstm");
        var search = search(model, 3, 1);
        var first = search.continuations(TEXTS.get(2), 6, 3);
        search.continuations(TEXTS.get(0), 4, 1);
        var again = search.continuations(TEXTS.get(2), 6, 3);
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(first.get(i), again.get(i));
        }
    }

    @Test
    void thereAreNoMoreContinuationsThanWords() {
        var found = search(model("gru"), 9, 1).continuations(TEXTS.get(1), 1, 9);
        assertEquals(WORDS.size(), found.size());
    }
}
