package unroll.io.run;

import java.io.IOException;
import java.util.List;
import unroll.io.Store;
import unroll.io.model.Checkpoints;
import unroll.io.model.Manifest;
import unroll.io.model.OwnFiles;

/**
 * Replaces the run in {@code run.dir} by the one prepared in {@code run.dir/replacement/}, on file
 * systems without a rename. It begins once the new run's first checkpoint is complete; if it is
 * killed, the next command repeats it. The old model stays until the new run has one.
 */
final class RunReplacement {
    private final RunDirectory old;
    private final RunDirectory next;
    private final Store store;

    RunReplacement(RunDirectory old) {
        this.old = old;
        next = old.replacement();
        store = old.store();
    }

    /** Returns whether the new run is complete enough to have taken the old one's place. */
    boolean begun() throws IOException {
        return next.exists() && next.checkpoints().rounds().equals(List.of(0));
    }

    /**
     * Replaces the old run. The new one stays complete until the end, so this can be repeated from
     * the start.
     */
    void run() throws IOException {
        OwnFiles.RUN.without(RunDirectory.RUN).deleteIn(store, old.path());
        if (store.exists(Store.child(next.path(), RunFile.WORDS))) {
            copy("", RunFile.WORDS);
        }
        copy("", RunDirectory.RUN);
        for (var part : store.list(next.rejected())) {
            copyAll("rejected/" + part);
        }
        for (int round : next.checkpoints().rounds()) {
            var name = Checkpoints.inRun(round);
            copyAll(name);
            copy(name + "/", Manifest.NAME);
        }
        discard();
    }

    /** Deletes a prepared run. */
    void discard() throws IOException {
        for (int round : next.checkpoints().rounds()) {
            // Without a checkpoint the new run cannot replace the old one.
            OwnFiles.CHECKPOINT.delete(store, next.checkpoints().path(round));
        }
        OwnFiles.REPLACEMENT.delete(store, next.path());
    }

    private void copyAll(String directory) throws IOException {
        var from = Store.child(next.path(), directory);
        var folders = store.directories(from);
        for (var name : store.list(from)) {
            if (!folders.contains(name) && !name.equals(Manifest.NAME)) {
                copy(directory + "/", name);
            }
        }
    }

    private void copy(String directory, String name) throws IOException {
        try (var in = store.read(Store.child(next.path(), directory + name))) {
            store.write(Store.child(old.path(), directory + name), in::transferTo);
        }
    }
}
