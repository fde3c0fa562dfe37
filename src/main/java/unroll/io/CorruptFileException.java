package unroll.io;

/**
 * A model or checkpoint cannot be read: damaged, or not what the reader expects. The message names
 * the file, the fault and the remedy. Exit code 3.
 */
public sealed class CorruptFileException extends RuntimeException
        permits UnsupportedFormatException {
    public CorruptFileException(String message) {
        super(message);
    }
}
