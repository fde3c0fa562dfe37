package unroll.train;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.io.CorruptFileException;
import unroll.io.UnreadableFileException;
import unroll.io.run.DirectoryInUseException;
import unroll.nn.TooManyParametersException;
import unroll.train.worker.DivergedException;

/** The exit codes of commands, which {@code status.json} holds too. */
public final class ExitCode {
    /** An exception that was not foreseen. */
    public static final int UNEXPECTED = 1;

    /** Data, or a model, that cannot be used. */
    public static final int DATA = 3;

    /** Told to end by a signal. */
    public static final int INTERRUPTED = 143;

    private ExitCode() {}

    /** Returns the code of an exception; {@link #UNEXPECTED} if it was not foreseen. */
    public static int of(Throwable thrown) {
        if (thrown instanceof ConfigurationException
                || thrown instanceof TooManyParametersException) {
            return 2;
        }
        if (thrown instanceof DataException
                || thrown instanceof CorruptFileException
                || thrown instanceof UnreadableFileException
                || thrown instanceof FileNotFoundException
                || thrown instanceof NoSuchFileException) {
            return DATA;
        }
        if (thrown instanceof DivergedException) {
            return 4;
        }
        if (thrown instanceof DirectoryInUseException) {
            return 6;
        }
        return thrown instanceof InterruptedRunException ? INTERRUPTED : UNEXPECTED;
    }
}
