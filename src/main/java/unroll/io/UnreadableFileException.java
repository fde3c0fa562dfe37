package unroll.io;

/**
 * Thrown when a file system refuses to read an existing file, or does not answer. The message names
 * the file and the reason. Exit code 3.
 */
public final class UnreadableFileException extends RuntimeException {
    public UnreadableFileException(String message) {
        super(message);
    }
}
