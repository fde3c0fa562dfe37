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
 * Access to files by path, on any file system including object stores. No operation needs a rename,
 * an append, or a directory that exists before its first file. Thread-safe.
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
     * @throws FileNotFoundException if there is no such file
     */
    InputStream read(String path) throws IOException;

    /**
     * Creates or replaces a file, and the directories above it. If the content throws, nothing is
     * published under the name if the file system can prevent it; files that must be complete are
     * listed in a manifest.
     */
    void write(String path, Content content) throws IOException;

    /**
     * Creates a file that must not exist yet, atomically among all processes.
     *
     * @return false if the file exists, which is then unchanged
     */
    boolean createNew(String path, byte[] bytes) throws IOException;

    /** Returns whether there is a file or directory of that name. */
    boolean exists(String path) throws IOException;

    /** Returns whether there is a directory of that name. */
    boolean isDirectory(String path) throws IOException;

    /**
     * Returns the sorted names of the files and directories in a directory; empty if it does not
     * exist.
     */
    List<String> list(String directory) throws IOException;

    /** Returns the names given by {@link #list} that are directories. */
    Set<String> directories(String directory) throws IOException;

    /**
     * Deletes a file, or a symbolic link but not its target. Does nothing if the path does not
     * exist or is a directory.
     */
    void delete(String file) throws IOException;

    /**
     * Deletes a directory if it is empty apart from temporary files of killed writers. Directories
     * with other content stay, and so do symbolic links.
     */
    void deleteIfEmpty(String directory) throws IOException;

    /** Returns whether the path is neither a file nor a directory, such as a device or a pipe. */
    default boolean isSpecial(String path) throws IOException {
        return false;
    }

    /**
     * Returns the target of a symbolic link; empty if the path is not a link, or the file system
     * has no links.
     */
    default Optional<String> link(String path) throws IOException {
        return Optional.empty();
    }

    /**
     * Returns the length of a file in bytes.
     *
     * @throws FileNotFoundException if there is no such file
     */
    long length(String path) throws IOException;

    /**
     * Returns when a file was last written, by the file system's clock. Only for judging whether a
     * lock is alive: no result may depend on it.
     *
     * @throws FileNotFoundException if there is no such file
     */
    Instant modified(String path) throws IOException;

    /** Creates or replaces a file. */
    default void write(String path, byte[] bytes) throws IOException {
        write(path, out -> out.write(bytes));
    }

    /** Returns the path of an entry of a directory. */
    static String child(String directory, String name) {
        return directory.endsWith("/") ? directory + name : directory + "/" + name;
    }
}
