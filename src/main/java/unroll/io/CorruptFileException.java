package unroll.io;

/**
 * Thrown when a model or checkpoint cannot be read: it is damaged, or not what the reader expects.
 * The message names the file, the fault and the remedy. Exit code 3.
 */
public sealed class CorruptFileException extends RuntimeException
        permits UnsupportedFormatException {
    public CorruptFileException(String message) {
        super(message);
    }
}
