package unroll.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import unroll.conf.ConfigurationException;

/**
 * A store whose failures name the setting or argument that the path comes from, the path and the
 * reason: {@code run.dir: cannot write to runs/a/run.json: permission denied}. A failed write is a
 * configuration error, a failed read a file error. A missing file is passed on, since callers test
 * for it.
 */
public final class NamedStore implements Store {
    private final Store store;
    private final String key;

    /**
     * @param key such as {@code run.dir} or {@code --json}
     */
    public NamedStore(Store store, String key) {
        this.store = store;
        this.key = key;
    }

    /**
     * Checks that a path can be written to, before hours are spent on computing its content.
     *
     * @throws ConfigurationException if it cannot
     */
    public void requireWritable(String path) throws IOException {
        changing("write to", path, () -> Probe.write(store, path));
    }

    private interface Call<T> {
        T run() throws IOException;
    }

    private interface Change {
        void run() throws IOException;
    }

    @Override
    public InputStream read(String path) throws IOException {
        return reading(path, () -> store.read(path));
    }

    @Override
    public void write(String path, Content content) throws IOException {
        changing("write to", path, () -> store.write(path, content));
    }

    @Override
    public boolean createNew(String path, byte[] bytes) throws IOException {
        var created = new boolean[1];
        changing("write to", path, () -> created[0] = store.createNew(path, bytes));
        return created[0];
    }

    @Override
    public boolean exists(String path) throws IOException {
        return reading(path, () -> store.exists(path));
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
        return reading(path, () -> store.isDirectory(path));
    }

    @Override
    public boolean isSpecial(String path) throws IOException {
        return reading(path, () -> store.isSpecial(path));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return reading(directory, () -> store.list(directory));
    }

    @Override
    public Set<String> directories(String directory) throws IOException {
        return reading(directory, () -> store.directories(directory));
    }

    @Override
    public void delete(String file) throws IOException {
        changing("delete", file, () -> store.delete(file));
    }

    @Override
    public void deleteIfEmpty(String directory) throws IOException {
        changing("delete", directory, () -> store.deleteIfEmpty(directory));
    }

    @Override
    public Optional<String> link(String path) throws IOException {
        return reading(path, () -> store.link(path));
    }

    @Override
    public long length(String path) throws IOException {
        return reading(path, () -> store.length(path));
    }

    @Override
    public Instant modified(String path) throws IOException {
        return reading(path, () -> store.modified(path));
    }

    private <T> T reading(String path, Call<T> call) throws IOException {
        try {
            return call.run();
        } catch (FileNotFoundException | InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new UnreadableFileException(message("read", path, e));
        }
    }

    private void changing(String what, String path, Change change) throws IOException {
        try {
            change.run();
        } catch (InterruptedIOException | ClosedByInterruptException e) {
            throw e;
        } catch (IOException e) {
            throw new ConfigurationException(message(what, path, e));
        }
    }

    private String message(String what, String path, IOException e) {
        return "%s: cannot %s %s: %s".formatted(key, what, path, FailureReason.of(e));
    }
}
