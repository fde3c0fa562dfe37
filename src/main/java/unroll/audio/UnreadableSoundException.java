package unroll.audio;

/** A file is no sound that can be read; the message says why. */
public final class UnreadableSoundException extends Exception {
    private static final long serialVersionUID = 1;

    UnreadableSoundException(String message) {
        super(message);
    }
}
