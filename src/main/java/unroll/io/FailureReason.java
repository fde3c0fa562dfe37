package unroll.io;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Locale;

/** Explains in plain words why a file system refused an operation. */
public final class FailureReason {
    private FailureReason() {}

    /** Returns the reason, such as {@code permission denied}. */
    public static String of(IOException e) {
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileAlreadyExistsException exists) {
            return exists.getFile()
                    + (Files.isSymbolicLink(Path.of(exists.getFile()))
                            ? " is a symbolic link that leads to no directory"
                            : " is a file, expected a directory");
        }
        if (e instanceof NotDirectoryException) {
            return "not a directory";
        }
        if (e instanceof NoSuchFileException) {
            return "no such file or directory";
        }
        if (e instanceof DirectoryNotEmptyException) {
            return "a directory is in the way";
        }
        // Of all the others the system's own words, without the path that some begin with.
        var words =
                e instanceof FileSystemException system && system.getReason() != null
                        ? system.getReason()
                        : firstLine(e);
        return words.isEmpty() || words.startsWith("http")
                ? words
                : words.substring(0, 1).toLowerCase(Locale.ROOT) + words.substring(1);
    }

    private static String firstLine(IOException e) {
        var message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }
}
