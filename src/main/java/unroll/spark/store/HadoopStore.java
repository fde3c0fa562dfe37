package unroll.spark.store;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileAlreadyExistsException;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import unroll.io.LocalStore;
import unroll.io.Store;

/**
 * Files of any Hadoop file system.
 *
 * <p>{@link #createNew} is atomic if the file system's exclusive creation is (HDFS); object stores
 * check first and then write, so two processes may both succeed within the same second.
 */
public final class HadoopStore implements Store {
    private final Configuration hadoop;

    private HadoopStore(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Returns the store for a path and everything below it. Local files are used without Hadoop's
     * checksum files and with exclusive creation.
     *
     * @param hadoop the settings of {@code spark.hadoop.*} and the cluster's files
     */
    public static Store of(String path, Configuration hadoop) throws IOException {
        var fileSystem = new Path(path).getFileSystem(hadoop);
        return fileSystem.getUri().getScheme().equals("file")
                ? new LocalStore()
                : new HadoopStore(hadoop);
    }

    private FileSystem fileSystem(Path path) throws IOException {
        return path.getFileSystem(hadoop);
    }

    @Override
    public InputStream read(String path) throws IOException {
        var file = new Path(path);
        return fileSystem(file).open(file);
    }

    @Override
    public void write(String path, Content content) throws IOException {
        var file = new Path(path);
        boolean whole = false;
        try {
            try (var out = fileSystem(file).create(file, true)) {
                content.writeTo(out);
            }
            whole = true; // closing may also fail
        } finally {
            if (!whole) {
                fileSystem(file).delete(file, false);
            }
        }
    }

    @Override
    public boolean createNew(String path, byte[] bytes) throws IOException {
        var file = new Path(path);
        OutputStream opened;
        try {
            opened = fileSystem(file).create(file, false);
        } catch (FileAlreadyExistsException e) {
            return false;
        } catch (IOException e) {
            if (exists(path)) { // some file systems have an exception of their own for it
                return false;
            }
            throw e;
        }
        boolean whole = false;
        try {
            try (var out = opened) {
                out.write(bytes);
            }
            whole = true; // closing may also fail
        } finally {
            if (!whole) {
                fileSystem(file).delete(file, false);
            }
        }
        return true;
    }

    @Override
    public boolean exists(String path) throws IOException {
        var file = new Path(path);
        return fileSystem(file).exists(file);
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return files(directory).map(file -> file.getPath().getName()).sorted().toList();
    }

    @Override
    public Set<String> directories(String directory) throws IOException {
        return files(directory)
                .filter(FileStatus::isDirectory)
                .map(file -> file.getPath().getName())
                .collect(Collectors.toSet());
    }

    private Stream<FileStatus> files(String directory) throws IOException {
        var path = new Path(directory);
        try {
            var status = fileSystem(path).getFileStatus(path);
            return status.isDirectory()
                    ? Arrays.stream(fileSystem(path).listStatus(path))
                    : Stream.of();
        } catch (FileNotFoundException e) {
            return Stream.of();
        }
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
        try {
            return status(path).isDirectory();
        } catch (FileNotFoundException e) {
            return false;
        }
    }

    @Override
    public void delete(String path) throws IOException {
        var file = new Path(path);
        if (!isDirectory(path)) {
            fileSystem(file).delete(file, false);
        }
    }

    @Override
    public void deleteIfEmpty(String directory) throws IOException {
        if (isDirectory(directory) && list(directory).isEmpty()) {
            var path = new Path(directory);
            fileSystem(path).delete(path, false);
        }
    }

    @Override
    public long length(String path) throws IOException {
        return status(path).getLen();
    }

    @Override
    public Instant modified(String path) throws IOException {
        return Instant.ofEpochMilli(status(path).getModificationTime());
    }

    private FileStatus status(String path) throws IOException {
        var file = new Path(path);
        return fileSystem(file).getFileStatus(file);
    }
}
