package unroll.nn;

/** Thrown if a model has more parameters than an array can hold. */
public final class TooManyParametersException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TooManyParametersException(String message) {
        super(message);
    }
}
