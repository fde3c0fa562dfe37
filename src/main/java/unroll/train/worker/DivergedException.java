package unroll.train.worker;

/** Training gives no finite numbers, at lower rates neither. Exit code 4. */
public final class DivergedException extends RuntimeException {
    public DivergedException(String message) {
        super(message);
    }
}
