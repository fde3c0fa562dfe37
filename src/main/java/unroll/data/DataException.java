package unroll.data;

/**
 * The user's data are missing or wrong; the message says what, what was expected and the remedy.
 * Exit code 3.
 */
public final class DataException extends RuntimeException {
    public DataException(String message) {
        super(message);
    }
}
