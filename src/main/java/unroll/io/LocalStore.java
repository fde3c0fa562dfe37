package unroll.io;

import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** The machine's own files. Paths are plain ({@code runs/a}) or {@code file:} URIs. */
public final class LocalStore implements Store {
    private static final Pattern SCHEME = Pattern.compile("[A-Za-z][A-Za-z0-9+.-]+:.*");
    private static final String TEMPORARY = ".unroll-tmp";

    /** Whether a path is on the machine's own file system: without a scheme, or {@code file:}. */
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
     * Readers see the old file or the new one: the new one is written beside it and takes its
     * place.
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
        try (var out = Files.newOutputStream(file, StandardOpenOption.CREATE_NEW)) {
            out.write(bytes);
            return true;
        } catch (FileAlreadyExistsException e) {
            return false;
        }
    }

    @Override
    public boolean exists(String path) {
        return Files.exists(resolve(path));
    }

    @Override
    public List<String> list(String directory) throws IOException {
        try (var files = Files.list(resolve(directory))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> !name.endsWith(TEMPORARY))
                    .sorted()
                    .toList();
        } catch (NoSuchFileException | NotDirectoryException e) {
            return List.of();
        }
    }

    /** Does not follow symbolic links. */
    @Override
    public void delete(String path) throws IOException {
        var root = resolve(path);
        if (!Files.exists(root, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        Files.walkFileTree(
                root,
                new SimpleFileVisitor<>() {
                    @Override
                    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                            throws IOException {
                        Files.deleteIfExists(file);
                        return FileVisitResult.CONTINUE;
                    }

                    @Override
                    public FileVisitResult postVisitDirectory(Path directory, IOException failure)
                            throws IOException {
                        if (failure != null) {
                            throw failure;
                        }
                        Files.deleteIfExists(directory);
                        return FileVisitResult.CONTINUE;
                    }
                });
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

    private static Path resolve(String path) {
        if (!isLocal(path)) {
            throw new IllegalArgumentException(
                    path + " is not on this machine's file system: expected a plain path or file:");
        }
        return path.startsWith("file:") ? Path.of(URI.create(path)) : Path.of(path);
    }

    private static FileNotFoundException missing(String path, IOException cause) {
        var missing = new FileNotFoundException(path + " does not exist");
        missing.initCause(cause);
        return missing;
    }
}
