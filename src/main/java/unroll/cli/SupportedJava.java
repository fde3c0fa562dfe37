package unroll.cli;

import unroll.conf.ConfigurationException;

/** Refuses Java versions on which training cannot be trusted. */
final class SupportedJava {
    private static final Runtime.Version SOUND = Runtime.Version.parse("25.0.3");

    private SupportedJava() {}

    /**
     * Refuses a Java 25 whose G1 collector can corrupt memory.
     *
     * @throws ConfigurationException naming the fault and the version that fixes it
     */
    static void require(Runtime.Version version) {
        if (version.feature() == SOUND.feature() && version.compareToIgnoreOptional(SOUND) < 0) {
            throw new ConfigurationException(
                    "Java %s: expected 17, 21, or 25 from 25.0.3 on; the G1 collector of earlier builds of 25 can corrupt memory (JDK-8377811). Set JAVA_HOME to another JDK"
                            .formatted(version));
        }
    }
}
