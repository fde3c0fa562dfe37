package unroll.io;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/** Files of this machine, of a process that is killed before it changes one file too many. */
public final class KilledStore implements Store {
    private final Store files = new LocalStore();
    private int changes;

    /** No code is reached after it but what asks for any end. */
    public static final class Killed extends Error {
        private static final long serialVersionUID = 1;
    }

    /**
     * @param changes that still come to pass
     */
    public KilledStore(int changes) {
        this.changes = changes;
    }

    private Store changing() {
        if (changes-- <= 0) {
            throw new Killed();
        }
        return files;
    }

    @Override
    public InputStream read(String path) throws IOException {
        return files.read(path);
    }

    @Override
    public void write(String path, Content content) throws IOException {
        changing().write(path, content);
    }

    @Override
    public boolean createNew(String path, byte[] bytes) throws IOException {
        return changing().createNew(path, bytes);
    }

    @Override
    public boolean exists(String path) throws IOException {
        return files.exists(path);
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
        return files.isDirectory(path);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return files.list(directory);
    }

    @Override
    public Set<String> directories(String directory) throws IOException {
        return files.directories(directory);
    }

    @Override
    public void delete(String file) throws IOException {
        changing().delete(file);
    }

    @Override
    public void deleteIfEmpty(String directory) throws IOException {
        changing().deleteIfEmpty(directory);
    }

    @Override
    public long length(String path) throws IOException {
        return files.length(path);
    }

    @Override
    public Instant modified(String path) throws IOException {
        return files.modified(path);
    }
}
