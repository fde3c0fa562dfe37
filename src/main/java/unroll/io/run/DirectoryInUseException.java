package unroll.io.run;

/** Thrown when another run is using the run directory; the message names it. Exit code 6. */
public final class DirectoryInUseException extends RuntimeException {
    public DirectoryInUseException(String message) {
        super(message);
    }
}
