package unroll.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import unroll.conf.ConfigurationException;
import unroll.data.ShardSize;
import unroll.encode.Codec;
import unroll.task.registry.Tasks;
import unroll.text.NGramTable;
import unroll.text.Vocabulary;

final class MemoryTest {
    private static final long MIB = 1 << 20;

    // A million parameters, Adam: 4 MiB a vector; updates of half a million elements a vector; a
    // worker of four vectors, 30 MiB of buffers and a shard of 10 MiB.
    private static final Memory.Need NEED =
            new Memory.Need(4 * MIB, 12 * MIB, 12 * MIB, 12 * MIB, 6 * MIB, 56 * MIB, 8);

    @Test
    void needsAreTheSumsOfWhatIsHeld() {
        assertEquals(1, NEED.parts());
        assertEquals(48 * MIB, NEED.results());
        // Initial parameters (4), two states (24), broadcast (12), sums in double (24), eight
        // results and two copies (60), the mean and its copy (24).
        assertEquals(148 * MIB, NEED.driver());
        // Broadcast twice (24); each worker (56) with its result and two copies (18).
        assertEquals((24 + 2 * 74) * MIB, NEED.executor(2));
        // The driver's while workers run, without the mean.
        assertEquals((124 + 2 * 74) * MIB, NEED.local(2));
    }

    @Test
    void largeUpdatesAreMergedInParts() {
        // 25 million parameters, Adam.
        var need =
                new Memory.Need(96 * MIB, 288 * MIB, 288 * MIB, 288 * MIB, 256 * MIB, 640 * MIB, 4);
        assertEquals(16, need.parts());
        assertEquals(288 * MIB, need.results());
        // Initial parameters, two states, broadcast, mean, and three copies of a part (18).
        assertEquals((96 + 4 * 288 + 3 * 18) * MIB, need.driver());
        // The workers' parts of their results twice (16).
        assertEquals((2 * 288 + 2 * (640 + 32)) * MIB, need.executor(2));
        assertEquals((96 + 3 * 288 + 2 * (640 + 32)) * MIB, need.local(2));
        // More shards need no more of the driver.
        var many =
                new Memory.Need(
                        96 * MIB, 288 * MIB, 288 * MIB, 288 * MIB, 256 * MIB, 640 * MIB, 400);
        assertEquals(200, many.parts());
        assertTrue(many.driver() <= need.driver());
        // A task receives a 200th of each of 400 updates, as bytes and as numbers.
        assertEquals((2 * 400 * 256 + 3 * 288) * MIB / 200, many.executor(1) - 2 * 288 * MIB);
    }

    /** Two shards: 100 tokens and 40 n-grams, and fewer tokens whose words have more n-grams. */
    private static Memory.Need need(String input, String... overrides) {
        return need(0, input, overrides);
    }

    /**
     * @param alignments most of the second shard
     */
    private static Memory.Need need(long alignments, String input, String... overrides) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: nowhere}
                        data: {train: {format: json, path: nowhere}}
                        model: {inputs: [%s], layers: [{cell: lstm, size: 3}]}
                        sync: {every: 20}
                        """
                                        .formatted(input),
                                "test",
                                List.of(overrides));
        var codec = Codec.ofTexts(new Vocabulary(List.of("good", "bad"), 2), List.of("a", "b"));
        var task = Tasks.of(conf, codec);
        return Memory.need(
                new WorkerSpec(conf, task),
                List.of(
                        new ShardSize(9, 100, 90, 1000, 40, 0),
                        new ShardSize(9, 80, 70, 4000, 700, alignments)),
                0);
    }

    @Test
    void theLargestTableOfAlignmentsIsCounted() {
        long none = need("{kind: words, width: 4}").worker();
        assertEquals(none + 8 * 5000, need(5000, "{kind: words, width: 4}").worker());
    }

    /** Bytes of the updates' three vectors (Adam). */
    private static long update(long elements) {
        return 3 * 4 * elements;
    }

    @Test
    void tablesOfLettersAreCountedByTheirGrams() {
        var words = need("{kind: words, width: 4}");
        // 90 words at most, but only four ids, each a row of four.
        long others = words.parameters() / 4 - 4 * 4;
        assertEquals(update(others + 4 * 4), words.update());
        var few = need("{kind: letters, width: 4, buckets: 500}");
        // A table of 500 buckets and four ids, all of which 90 words with 700 n-grams may use.
        assertEquals(4 * (others + 504 * 4), few.parameters());
        assertEquals(update(others + 504 * 4), few.update());
        var many = need("{kind: letters, width: 4, buckets: 5000}");
        assertEquals(update(others + (90 + 700) * 4), many.update());
        var frozen =
                need(
                        "{kind: letters, width: 4, buckets: 5000}",
                        "training.optimizer.groups=[{parameters: input.*, rate: 0}]");
        assertEquals(update(others), frozen.update());
    }

    @Test
    void workersThatSumGradientsHoldTheSumInDouble() {
        var average = need("{kind: words, width: 4}");
        var gradient = need("{kind: words, width: 4}", "sync.strategy=gradient");
        // Neither keeps the other's: two moments, or a sum in double.
        assertEquals(average.worker(), gradient.worker());
        assertEquals(gradient.parameters(), gradient.mean());
        assertEquals(gradient.parameters(), gradient.broadcast());
        assertEquals(3 * gradient.parameters(), gradient.state());
    }

    /** Updates of 2,002 words' weights, of which a shard has 90 and draws 10 for a batch. */
    @ParameterizedTest
    @CsvSource({"1,100", "20,290", "epoch,2002"})
    void wordsOfASampledSoftmaxAreCounted(String every, int rows) {
        long full = language("softmax={name: full}", every);
        long sampled = language("softmax={name: sampled, samples: 10}", every);
        assertEquals(full - update(2002 * 4L) + update(rows * 4L), sampled); // 3 weights, a bias
    }

    private static long language(String softmax, String every) {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        task: language
                        run: {dir: nowhere}
                        data: {train: {format: text, path: nowhere}}
                        model: {layers: [{cell: lstm, size: 3}]}
                        bptt: {steps: 20}
                        """,
                                "test",
                                List.of("model." + softmax, "sync.every=" + every));
        var words = IntStream.range(0, 2000).mapToObj(i -> "w" + i).toList();
        var task = Tasks.of(conf, Codec.ofTexts(new Vocabulary(words, 2), List.of()));
        var shards = List.of(new ShardSize(1, 100, 90, 0, 0, 0));
        return Memory.need(new WorkerSpec(conf, task), shards, 0).update();
    }

    /** A shard may use them all: texts have more n-grams than words. */
    @Test
    void allNGramsBesideTheNetworkAreCounted() {
        var conf =
                Tasks.reader()
                        .read(
                                """
                        run: {dir: nowhere}
                        data: {train: {format: json, path: nowhere}}
                        model: {layers: [{cell: lstm, size: 3}], wide: {}}
                        """,
                                "test",
                                List.of());
        var words = IntStream.range(0, 2000).mapToObj(i -> "w" + i).toList();
        var codec = Codec.ofTexts(new Vocabulary(words, 2), List.of("neg", "pos"));
        var shards = List.of(new ShardSize(1, 100, 90, 0, 0, 0));
        var updates =
                IntStream.of(100, 1500)
                        .mapToObj(n -> IntStream.range(2, 2 + n).mapToObj(id -> new int[] {id}))
                        .map(ngrams -> NGramTable.of(ngrams.toList(), 2002))
                        .map(table -> Tasks.of(conf, codec.withNGrams(table)))
                        .map(task -> Memory.need(new WorkerSpec(conf, task), shards, 0).update())
                        .toList();
        assertEquals(update(2 * 1400L), updates.get(1) - updates.get(0)); // two classes
    }

    @Test
    void whatSufficesIsAccepted() {
        assertDoesNotThrow(
                () ->
                        Memory.check(
                                NEED,
                                new Memory.Available(148 * MIB, 48 * MIB, 172 * MIB, 2, false)));
        assertDoesNotThrow(
                () -> Memory.check(NEED, new Memory.Available(272 * MIB, 0, 0, 2, true)));
    }

    @Test
    void theSettingThatIsTooSmallIsNamedWithWhatItMustBe() {
        refused(
                "spark.driver.memory is 147 MiB, ",
                "148 MiB",
                new Memory.Available(147 * MIB, 0, 172 * MIB, 2, false));
        refused(
                "spark.executor.memory is 171 MiB",
                "172 MiB",
                new Memory.Available(148 * MIB, 0, 171 * MIB, 2, false));
        refused(
                "spark.driver.maxResultSize is 47 MiB",
                "48 MiB",
                new Memory.Available(148 * MIB, 47 * MIB, 172 * MIB, 2, false));
        refused(
                "spark.driver.memory is 271 MiB",
                "272 MiB",
                new Memory.Available(271 * MIB, 0, 0, 2, true));
    }

    private static void refused(String setting, String needed, Memory.Available available) {
        var message =
                assertThrows(ConfigurationException.class, () -> Memory.check(NEED, available))
                        .getMessage();
        assertTrue(message.startsWith(setting), message);
        assertTrue(message.contains("at least " + needed), message);
    }
}
