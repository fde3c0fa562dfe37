package unroll.data;

/**
 * Thrown if the user's data are missing or wrong. The message names the fault, what was expected
 * and the remedy. Exit code 3.
 */
public final class DataException extends RuntimeException {
    public DataException(String message) {
        super(message);
    }
}
