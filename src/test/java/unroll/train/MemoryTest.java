package unroll.train;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import unroll.conf.ConfigurationException;
import unroll.data.ShardSize;
import unroll.encode.Codec;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;
import unroll.train.worker.State;

final class MemoryTest {
    private static final long MIB = 1 << 20;

    // A million parameters, Adam: 4 MiB a vector; updates of half a million elements a vector.
    private static final Memory.Need NEED =
            new Memory.Need(MIB, 3, 3, MIB / 2, 30 * MIB, 10 * MIB, 8);

    @Test
    void needsAreTheSumsOfWhatIsHeld() {
        assertEquals(6 * MIB, NEED.update());
        assertEquals(48 * MIB, NEED.results());
        // Two states (24), broadcast (12), sums in double (24), eight results and two copies (60).
        assertEquals(120 * MIB, NEED.driver());
        // Broadcast twice (24); each worker theta, moments and gradient (16), buffers (30), shard
        // (10), result and two copies (18).
        assertEquals((24 + 2 * 74) * MIB, NEED.executor(2));
        assertEquals((120 + 2 * 68) * MIB, NEED.local(2));
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
        var layout = task.network().layout();
        var start = State.initial(layout.initialParameters(1), conf);
        return Memory.need(
                conf,
                task.network(),
                task.capacity(),
                start,
                List.of(
                        new ShardSize(9, 100, 90, 1000, 40, 0),
                        new ShardSize(9, 80, 70, 4000, 700, alignments)),
                0);
    }

    @Test
    void theLargestTableOfAlignmentsIsCounted() {
        long none = need("{kind: words, width: 4}").workspaceBytes();
        assertEquals(none + 8 * 5000, need(5000, "{kind: words, width: 4}").workspaceBytes());
    }

    @Test
    void tablesOfLettersAreCountedByTheirGrams() {
        var words = need("{kind: words, width: 4}");
        // 90 words at most, but only four ids, each a row of four.
        assertEquals(4 * 100 + 4000, words.shardBytes());
        long others = words.parameters() - 4 * 4;
        assertEquals(others + 4 * 4, words.updateElements());
        var few = need("{kind: letters, width: 4, buckets: 500}");
        // A table of 500 buckets and four ids, all of which 90 words with 700 n-grams may use.
        assertEquals(others + 504 * 4, few.parameters());
        assertEquals(others + 504 * 4, few.updateElements());
        var many = need("{kind: letters, width: 4, buckets: 5000}");
        assertEquals(others + (90 + 700) * 4, many.updateElements());
        var frozen =
                need(
                        "{kind: letters, width: 4, buckets: 5000}",
                        "training.optimizer.groups=[{parameters: input.*, rate: 0}]");
        assertEquals(others, frozen.updateElements());
    }

    @Test
    void whatSufficesIsAccepted() {
        assertDoesNotThrow(
                () ->
                        Memory.check(
                                NEED, new Memory.Room(120 * MIB, 48 * MIB, 172 * MIB, 2, false)));
        assertDoesNotThrow(() -> Memory.check(NEED, new Memory.Room(256 * MIB, 0, 0, 2, true)));
    }

    @Test
    void theSettingThatIsTooSmallIsNamedWithWhatItMustBe() {
        refused(
                "spark.driver.memory is 119 MiB, ",
                "120 MiB",
                new Memory.Room(119 * MIB, 0, 172 * MIB, 2, false));
        refused(
                "spark.executor.memory is 171 MiB",
                "172 MiB",
                new Memory.Room(120 * MIB, 0, 171 * MIB, 2, false));
        refused(
                "spark.driver.maxResultSize is 47 MiB",
                "48 MiB",
                new Memory.Room(120 * MIB, 47 * MIB, 172 * MIB, 2, false));
        refused(
                "spark.driver.memory is 255 MiB",
                "256 MiB",
                new Memory.Room(255 * MIB, 0, 0, 2, true));
    }

    private static void refused(String setting, String needed, Memory.Room room) {
        var message =
                assertThrows(ConfigurationException.class, () -> Memory.check(NEED, room))
                        .getMessage();
        assertTrue(message.startsWith(setting), message);
        assertTrue(message.contains("at least " + needed), message);
    }
}
