package unroll.report;

import java.io.IOException;
import unroll.io.run.RunDirectory;
import unroll.nn.Layout;
import unroll.train.Trainer;
import unroll.train.worker.State;

/**
 * Where a run writes its files. Those of a run that replaces another are beside it until the first
 * checkpoint is complete.
 */
public final class RunFiles {
    private final RunDirectory run;
    private final RunStatus status;
    private final Progress progress;
    private RunDirectory directory;

    /**
     * @param replaces whether the run replaces another
     */
    public RunFiles(RunDirectory run, RunStatus status, Progress progress, boolean replaces) {
        this.run = run;
        this.status = status;
        this.progress = progress;
        directory = replaces ? run.replacement() : run;
    }

    public RunDirectory directory() {
        return directory;
    }

    /** Returns what training began with, if the run has recorded it. */
    public RunDirectory.Start start() throws IOException {
        return directory.run().map(RunDirectory.Run::start).orElse(RunDirectory.Start.RANDOM);
    }

    /**
     * Removes the run that this one replaces, after writing the initial state as the first
     * checkpoint.
     */
    public void replace(Layout layout, State start) throws IOException {
        Trainer.writeStart(directory.checkpoints(), layout, start);
        run.replace();
        directory = run;
        status.claim();
        progress.message(
                "%s holds this run now; the earlier one's model stays until this one has its own"
                        .formatted(directory.path()));
    }
}
