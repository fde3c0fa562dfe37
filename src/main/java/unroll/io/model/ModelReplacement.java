package unroll.io.model;

import java.io.FileNotFoundException;
import java.io.IOException;
import unroll.io.CorruptFileException;
import unroll.io.Store;
import unroll.io.UnsupportedFormatException;

/**
 * Replaces a model on file systems without a rename. The new model is written to {@code
 * model.next/} first, then to the model's own directory. So one of the two is complete whenever the
 * writer is killed, and readers take that one.
 */
final class ModelReplacement {
    private ModelReplacement() {}

    /** Opens a model, with the exceptions of {@link ModelDirectory#open}. */
    @FunctionalInterface
    interface Opener {
        ModelDirectory open(String directory) throws IOException;
    }

    static void write(Store store, String directory, Manifest.Files files) throws IOException {
        var next = next(directory);
        if (Manifest.exists(store, directory)) {
            Manifest.write(store, next, OwnFiles.MODEL, files);
        }
        Manifest.write(store, directory, OwnFiles.MODEL, files);
        OwnFiles.MODEL.delete(store, next);
    }

    /** Opens the model in a directory, or else the one that was about to replace it. */
    static ModelDirectory open(Store store, String directory, Opener opener) throws IOException {
        try {
            return opener.open(directory);
        } catch (FileNotFoundException | CorruptFileException e) {
            if (e instanceof UnsupportedFormatException
                    || !Manifest.exists(store, next(directory))) {
                throw e;
            }
            return openNext(directory, opener, e);
        }
    }

    private static ModelDirectory openNext(String directory, Opener opener, Exception first)
            throws IOException {
        try {
            return opener.open(next(directory));
        } catch (FileNotFoundException | CorruptFileException e) {
            // The writer may have finished in the meantime.
            e.addSuppressed(first);
            return opener.open(directory);
        }
    }

    /** Returns the directory that a new model is written to first. */
    static String next(String directory) {
        int end = directory.length();
        while (end > 1 && directory.charAt(end - 1) == '/') {
            end--;
        }
        return directory.substring(0, end) + ".next";
    }
}
