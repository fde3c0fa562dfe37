package unroll.spark.job;

import java.io.IOException;
import unroll.io.run.RunDirectory;

/** Notices that somebody has deleted the directory of the run, and puts down again what it is. */
final class DirectoryKeeper {
    private final TrainJob.Run run;
    private final RunDirectory.Run described;

    DirectoryKeeper(TrainJob.Run run, RunDirectory.Run described) {
        this.run = run;
        this.described = described;
    }

    /**
     * To be called between rounds and before the end.
     *
     * @return whether the directory was gone
     * @throws unroll.io.run.DirectoryInUseException when another run has the directory now
     */
    boolean keep() throws IOException {
        var directory = run.directory();
        if (directory.exists()) {
            return false;
        }
        run.lock().beat();
        run.lock().check();
        directory.writeRun(described);
        run.status().repeat();
        run.progress()
                .message(
                        ("warning: %s was deleted while this run is in it. The run goes on and writes run.json,"
                                        + " status.json and lock.json again; checkpoints, metrics and rejected rows so"
                                        + " far are lost")
                                .formatted(directory.path()));
        return true;
    }
}
