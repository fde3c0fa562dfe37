package unroll.io;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.UUID;
import java.util.regex.Pattern;

/** Tests whether a path can be written to. */
final class Probe {
    /** The root of a file system, without its last slash. */
    private static final Pattern ROOT = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]*:(//?[^/]*)?");

    private Probe() {}

    /**
     * Writes a file next to the path and deletes it again, along with the directories created for
     * it. Throws the store's exception if that fails.
     */
    static void write(Store store, String path) throws IOException {
        var missing = new ArrayDeque<String>();
        var parent = parent(path);
        for (var above = parent; !above.isEmpty() && !store.exists(above); above = parent(above)) {
            missing.add(above);
        }
        var file =
                Store.child(parent.isEmpty() ? "." : parent, ".unroll-probe-" + UUID.randomUUID());
        try {
            store.createNew(file, new byte[] {'\n'});
        } finally {
            store.delete(file);
            for (var directory : missing) {
                store.deleteIfEmpty(directory);
            }
        }
    }

    /** Returns the parent of a path; empty above its first name. */
    private static String parent(String path) {
        int slash = path.lastIndexOf('/', path.length() - 2);
        if (slash < 0) {
            return "";
        }
        var parent = path.substring(0, slash);
        return parent.isEmpty() || ROOT.matcher(parent).matches() ? parent + "/" : parent;
    }
}
