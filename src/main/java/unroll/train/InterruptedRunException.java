package unroll.train;

/** Thrown if the run was told to stop; the same command resumes it. Exit code 143. */
public final class InterruptedRunException extends RuntimeException {
    public InterruptedRunException(String message) {
        super(message);
    }
}
