package unroll.conf;

/**
 * The user's configuration is wrong; the message says what, what was expected and the remedy. Exit
 * code 2.
 */
public final class ConfigurationException extends RuntimeException {
    public ConfigurationException(String message) {
        super(message);
    }
}
