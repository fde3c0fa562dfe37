package unroll.cli;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import unroll.conf.ConfigurationException;

/** Which Java versions a command runs on. */
class SupportedJavaTest {
    @ParameterizedTest
    @ValueSource(strings = {"25", "25+36-LTS", "25.0.1", "25.0.2+10-LTS"})
    void anEarly25IsRefusedWithTheFault(String version) {
        var refused =
                assertThrows(
                        ConfigurationException.class,
                        () -> SupportedJava.require(Runtime.Version.parse(version)));
        assertTrue(refused.getMessage().contains("JDK-8377811"), refused.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"17.0.15", "21.0.4", "25.0.3+9-LTS", "25.0.10", "25.1"})
    void othersAreTaken(String version) {
        assertDoesNotThrow(() -> SupportedJava.require(Runtime.Version.parse(version)));
    }
}
