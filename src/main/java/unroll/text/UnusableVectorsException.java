package unroll.text;

/** A file of word vectors cannot be used; the message names the file and the line. */
public final class UnusableVectorsException extends Exception {
    private static final long serialVersionUID = 1;

    UnusableVectorsException(String message) {
        super(message);
    }
}
