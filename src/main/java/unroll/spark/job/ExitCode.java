package unroll.spark.job;

import java.io.FileNotFoundException;
import java.nio.file.NoSuchFileException;
import unroll.conf.ConfigurationException;
import unroll.data.DataException;
import unroll.io.CorruptFileException;
import unroll.io.UnreadableFileException;
import unroll.io.run.DirectoryInUseException;
import unroll.spark.InputFailure;
import unroll.spark.MemoryShortage;
import unroll.train.DivergedException;
import unroll.train.InterruptedRunException;

/** The exit codes of commands, which {@code status.json} tells too. */
public final class ExitCode {
    /** What nobody foresaw. */
    public static final int UNEXPECTED = 1;

    /** Data or a model that cannot be used. */
    public static final int DATA = 3;

    /** Told to end. */
    public static final int INTERRUPTED = 143;

    private ExitCode() {}

    /**
     * Returns the outermost foreseen cause of an exception, since Spark wraps them in its own; what
     * to do where memory ran out; else the exception.
     */
    public static Throwable known(Throwable thrown) {
        for (var cause = thrown; cause != null; cause = cause.getCause()) {
            if (of(cause) != UNEXPECTED) {
                return cause;
            }
        }
        return MemoryShortage.of(thrown)
                .<Throwable>map(shortage -> shortage)
                .or(() -> InputFailure.of(thrown))
                .orElse(thrown);
    }

    /** Of a foreseen exception; {@link #UNEXPECTED} of any other. */
    public static int of(Throwable thrown) {
        if (thrown instanceof ConfigurationException) {
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
