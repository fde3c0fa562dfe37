package unroll.spark;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import unroll.conf.ConfigurationException;

final class MemoryTest {
    private static final long MIB = 1 << 20;

    // A million parameters, Adam: 4 MiB a vector; updates of half a million elements a vector.
    private static final Memory.Need NEED =
            new Memory.Need(MIB, 3, 3, MIB / 2, 30 * MIB, 10 * MIB, 8);

    @Test
    void needsAreTheSumsOfWhatIsHeld() {
        assertEquals(6 * MIB, NEED.update());
        assertEquals(48 * MIB, NEED.results());
        // Two states (24), broadcast (12), sums in double (24), one result (6).
        assertEquals(66 * MIB, NEED.driver());
        // Broadcast (12); each worker theta, moments and gradient (16), buffers (30), shard (10),
        // result (6).
        assertEquals((12 + 2 * 62) * MIB, NEED.executor(2));
    }

    @Test
    void whatSufficesIsAccepted() {
        assertDoesNotThrow(
                () -> Memory.check(NEED, new Memory.Room(66 * MIB, 48 * MIB, 136 * MIB, 2, false)));
        assertDoesNotThrow(() -> Memory.check(NEED, new Memory.Room(202 * MIB, 0, 0, 2, true)));
    }

    @Test
    void theSettingThatIsTooSmallIsNamedWithWhatItMustBe() {
        refused(
                "spark.driver.memory is 65 MiB, ",
                "66 MiB",
                new Memory.Room(65 * MIB, 0, 136 * MIB, 2, false));
        refused(
                "spark.executor.memory is 135 MiB",
                "136 MiB",
                new Memory.Room(66 * MIB, 0, 135 * MIB, 2, false));
        refused(
                "spark.driver.maxResultSize is 47 MiB",
                "48 MiB",
                new Memory.Room(66 * MIB, 47 * MIB, 136 * MIB, 2, false));
        refused(
                "spark.driver.memory is 201 MiB",
                "202 MiB",
                new Memory.Room(201 * MIB, 0, 0, 2, true));
    }

    private static void refused(String setting, String needed, Memory.Room room) {
        var message =
                assertThrows(ConfigurationException.class, () -> Memory.check(NEED, room))
                        .getMessage();
        assertTrue(message.startsWith(setting), message);
        assertTrue(message.contains("at least " + needed), message);
    }
}
