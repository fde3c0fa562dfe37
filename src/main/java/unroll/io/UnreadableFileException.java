package unroll.io;

/**
 * A file system refuses to read a file that is there, or does not answer. The message names the
 * file and the reason. Exit code 3.
 */
public final class UnreadableFileException extends RuntimeException {
    public UnreadableFileException(String message) {
        super(message);
    }
}
