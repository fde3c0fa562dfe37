package unroll.spark;

import java.io.FileNotFoundException;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.io.CorruptFileException;
import unroll.io.DirectoryInUseException;
import unroll.train.DivergedException;
import unroll.train.InterruptedRunException;

/** The exit codes that {@code status.json} tells. */
final class ExitCode {
    static final int INTERRUPTED = 143;

    private ExitCode() {}

    /**
     * What is foreseen may lie inside Spark's own exception: the outermost known cause, or the
     * exception.
     */
    static Throwable known(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (of(cause) != 1) {
                return cause;
            }
        }
        return thrown;
    }

    /** Of an exception of ours, 1 of any other. */
    static int of(Throwable thrown) {
        if (thrown instanceof ConfigurationException) {
            return 2;
        }
        if (thrown instanceof DataException
                || thrown instanceof CorruptFileException
                || thrown instanceof FileNotFoundException) {
            return 3;
        }
        if (thrown instanceof DivergedException) {
            return 4;
        }
        if (thrown instanceof DirectoryInUseException) {
            return 6;
        }
        return thrown instanceof InterruptedRunException ? INTERRUPTED : 1;
    }
}
