package unroll.io;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The local file system. Paths are plain ({@code runs/a}) or {@code file:} URIs. */
public final class LocalStore implements Store {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String TEMPORARY = ".unroll-tmp";
    private static final Pattern UNFINISHED =
            Pattern.compile("\\..+\\.[0-9a-f-]{36}" + Pattern.quote(TEMPORARY));

    /**
     * Returns whether a path is on the local file system: without a scheme, or with {@code file:}.
     */
    public static boolean isLocal(String path) {
        return path.startsWith("file:") || !SCHEME.matcher(path).matches();
    }

    @Override
    public InputStream read(String path) throws IOException {
        var file = resolve(path);
        if (Files.isDirectory(file)) {
            throw new FileNotFoundException(path + " is a directory, expected a file");
        }
        try {
            return Files.newInputStream(file);
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    /**
     * Writes to a temporary file in the same directory, then moves it into place, so that readers
     * see either the old file or the new one.
     */
    @Override
    public void write(String path, Content content) throws IOException {
        var file = resolve(path);
        createParent(file);
        var beside =
                file.resolveSibling("." + file.getFileName() + "." + UUID.randomUUID() + TEMPORARY);
        try {
            try (var out =
                    new BufferedOutputStream(
                            Files.newOutputStream(beside, StandardOpenOption.CREATE_NEW))) {
                content.writeTo(out);
            }
            Files.move(
                    beside,
                    file,
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(beside);
        }
    }

    @Override
    public boolean createNew(String path, byte[] bytes) throws IOException {
        var file = resolve(path);
        createParent(file);
        OutputStream opened;
        try {
            opened = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW);
        } catch (FileAlreadyExistsException e) {
            return false;
        }
        boolean whole = false;
        try {
            try (var out = opened) {
                out.write(bytes);
            }
            whole = true; // closing may fail too
        } finally {
            if (!whole) {
                Files.deleteIfExists(file);
            }
        }
        return true;
    }

    @Override
    public boolean exists(String path) throws IOException {
        return attributes(path).isPresent();
    }

    @Override
    public boolean isDirectory(String path) throws IOException {
        return attributes(path).filter(BasicFileAttributes::isDirectory).isPresent();
    }

    @Override
    public boolean isSpecial(String path) throws IOException {
        return attributes(path).filter(BasicFileAttributes::isOther).isPresent();
    }

    @Override
    public List<String> list(String directory) throws IOException {
        return files(directory).stream()
                .map(file -> file.getFileName().toString())
                .filter(name -> !UNFINISHED.matcher(name).matches())
                .sorted()
                .toList();
    }

    @Override
    public Set<String> directories(String directory) throws IOException {
        return files(directory).stream()
                .filter(Files::isDirectory)
                .map(file -> file.getFileName().toString())
                .collect(Collectors.toSet());
    }

    @Override
    public void delete(String path) throws IOException {
        var file = resolve(path);
        if (!Files.isDirectory(file, LinkOption.NOFOLLOW_LINKS)) {
            Files.deleteIfExists(file);
        }
    }

    @Override
    public void deleteIfEmpty(String path) throws IOException {
        var directory = resolve(path);
        if (Files.isDirectory(directory, LinkOption.NOFOLLOW_LINKS) && list(path).isEmpty()) {
            deleteUnfinished(path);
            try {
                Files.delete(directory);
            } catch (DirectoryNotEmptyException | NoSuchFileException e) {
                return; // somebody was quicker
            }
        }
    }

    @Override
    public Optional<String> link(String path) throws IOException {
        var file = resolve(path);
        return Files.isSymbolicLink(file)
                ? Optional.of(Files.readSymbolicLink(file).toString())
                : Optional.empty();
    }

    private static void deleteUnfinished(String directory) throws IOException {
        for (var file : files(directory)) {
            if (UNFINISHED.matcher(file.getFileName().toString()).matches()) {
                Files.deleteIfExists(file);
            }
        }
    }

    @Override
    public long length(String path) throws IOException {
        try {
            return Files.size(resolve(path));
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    @Override
    public Instant modified(String path) throws IOException {
        try {
            return Files.getLastModifiedTime(resolve(path)).toInstant();
        } catch (NoSuchFileException e) {
            throw missing(path, e);
        }
    }

    private static void createParent(Path file) throws IOException {
        var parent = file.toAbsolutePath().getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
    }

    private static List<Path> files(String directory) throws IOException {
        try (var files = Files.list(resolve(directory))) {
            return files.toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /**
     * Returns the attributes of a file; empty if it does not exist. A file that may not be
     * inspected is a failure.
     */
    private static Optional<BasicFileAttributes> attributes(String path) throws IOException {
        var file = resolve(path);
        try {
            return Optional.of(Files.readAttributes(file, BasicFileAttributes.class));
        } catch (NoSuchFileException e) {
            return Optional.empty();
        } catch (FileSystemException e) {
            if (isBelowFile(file)) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static boolean isBelowFile(Path file) {
        for (var parent = file.getParent(); parent != null; parent = parent.getParent()) {
            if (Files.isRegularFile(parent)) {
                return true;
            }
        }
        return false;
    }

    /** Resolves a path. As in Hadoop, a percent sign in a {@code file:} URI stands for itself. */
    private static Path resolve(String path) throws IOException {
        if (!isLocal(path)) {
            throw new IllegalArgumentException(
                    path + " is not on this machine's file system: expected a plain path or file:");
        }
        var plain = path.startsWith("file:") ? path.substring("file:".length()) : path;
        try {
            return Path.of(plain.startsWith("///") ? plain.substring(2) : plain);
        } catch (InvalidPathException e) {
            throw new FileSystemException(path, null, "not a path: " + e.getReason());
        }
    }

    private static FileNotFoundException missing(String path, IOException cause) {
        var missing = new FileNotFoundException(path + " does not exist");
        missing.initCause(cause);
        return missing;
    }
}
