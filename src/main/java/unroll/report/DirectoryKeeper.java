package unroll.report;

import java.io.IOException;
import unroll.io.run.RunDirectory;
import unroll.io.run.RunLock;

/** Detects that the run directory has been deleted, and writes its files again. */
public final class DirectoryKeeper {
    private final RunDirectory directory;
    private final RunLock lock;
    private final RunStatus status;
    private final RunDirectory.Run described;
    private final Progress progress;

    /**
     * @param described content of {@code run.json}
     */
    public DirectoryKeeper(
            RunDirectory directory,
            RunLock lock,
            RunStatus status,
            RunDirectory.Run described,
            Progress progress) {
        this.directory = directory;
        this.lock = lock;
        this.status = status;
        this.described = described;
        this.progress = progress;
    }

    /**
     * Rewrites the files if they are gone. Call this between rounds and before the end.
     *
     * @return whether the directory was gone
     * @throws unroll.io.run.DirectoryInUseException if another run holds the directory now
     */
    public boolean keep() throws IOException {
        if (directory.exists()) {
            return false;
        }
        lock.beat();
        lock.check();
        directory.writeRun(described);
        status.repeat();
        progress.message(
                ("warning: %s was deleted while this run is in it. The run continues and writes run.json,"
                                + " status.json and lock.json again; checkpoints, metrics and rejected rows so"
                                + " far are lost")
                        .formatted(directory.path()));
        return true;
    }
}
