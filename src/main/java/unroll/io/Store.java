package unroll.io;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Files of any file system, object stores included, by path. Nothing here needs a rename, an append
 * or a directory that exists before its first file. Safe for use by several threads.
 */
public interface Store {
    /** Writes a file's bytes. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /**
     * Opens a file; the caller closes it.
     *
     * @throws FileNotFoundException when there is no such file
     */
    InputStream read(String path) throws IOException;

    /**
     * Creates or replaces a file, and the directories above it. When the content throws, nothing is
     * published under the name where the file system can help it; a file that must be whole is
     * listed in a manifest.
     */
    void write(String path, Content content) throws IOException;

    /**
     * Creates a file that must not exist yet, as one step among all processes.
     *
     * @return false when the file exists, which then stays as it is
     */
    boolean createNew(String path, byte[] bytes) throws IOException;

    /** Whether there is a file or directory of that name. */
    boolean exists(String path) throws IOException;

    /** Whether there is a directory of that name. */
    boolean isDirectory(String path) throws IOException;

    /** Names of the files and directories in a directory, sorted; none when it does not exist. */
    List<String> list(String directory) throws IOException;

    /** Those names that {@link #list} gives of directories. */
    Set<String> directories(String directory) throws IOException;

    /**
     * Deletes a file; of a symbolic link the link. Nothing happens when there is none, or a
     * directory.
     */
    void delete(String file) throws IOException;

    /**
     * Deletes a directory that holds nothing, and what killed writers left in it. A directory with
     * other content stays, and so does a symbolic link.
     */
    void deleteIfEmpty(String directory) throws IOException;

    /** Whether there is something that is neither a file nor a directory: a device or a pipe. */
    default boolean isSpecial(String path) throws IOException {
        return false;
    }

    /** The target of a symbolic link; empty where the path is none, or the file system has none. */
    default Optional<String> link(String path) throws IOException {
        return Optional.empty();
    }

    /**
     * Length of a file in bytes.
     *
     * @throws FileNotFoundException when there is no such file
     */
    long length(String path) throws IOException;

    /**
     * When a file was last written, by the file system's clock. Only to judge whether a lock is
     * alive: no result may depend on it.
     *
     * @throws FileNotFoundException when there is no such file
     */
    Instant modified(String path) throws IOException;

    /** Creates or replaces a file. */
    default void write(String path, byte[] bytes) throws IOException {
        write(path, out -> out.write(bytes));
    }

    /** The path of something in a directory. */
    static String child(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
