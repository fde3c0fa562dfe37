package unroll.train.worker;

/** Training gives no finite numbers, even at lower rates. Exit code 4. */
public final class DivergedException extends RuntimeException {
    public DivergedException(String message) {
        super(message);
    }
}
