package unroll.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.ConfigurationException;

class NamedStoreTest extends StoreContract {
    @TempDir Path directory;
    private final NamedStore store = new NamedStore(new LocalStore(), "run.dir");

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected String path(String name) {
        return directory.resolve(name).toString();
    }

    @Override
    @Test
    protected void aWriteThatFailsSaysSo() {
        Store.Content failing =
                out -> {
                    throw new IOException("No space left on device");
                };
        var e = assertThrows(ConfigurationException.class, () -> store.write(path("x"), failing));
        assertEquals(
                "run.dir: cannot write to " + path("x") + ": no space left on device",
                e.getMessage());
    }

    @Test
    void whatIsBelowAFileIsSaid() throws IOException {
        Files.writeString(directory.resolve("file"), "");
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> store.createNew(path("file/lock.json"), new byte[1]));
        assertTrue(e.getMessage().contains("cannot write to " + path("file/lock.json")));
        assertTrue(
                e.getMessage().contains(path("file") + " is a file, expected a directory"),
                e.getMessage());
        assertFalse(store.exists(path("file/lock.json")));
    }

    @Test
    void aLinkThatLeadsNowhereIsNoDirectory() throws IOException {
        Files.createSymbolicLink(directory.resolve("link"), directory.resolve("nowhere"));
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> store.createNew(path("link/lock.json"), new byte[0]));
        assertTrue(
                e.getMessage().contains("is a symbolic link that leads to no directory"),
                e.getMessage());
    }

    @Test
    void aDeviceIsSpecial() throws IOException {
        assertTrue(store.isSpecial("/dev/null"));
        Files.writeString(directory.resolve("file"), "");
        for (var name : List.of("", "file", "nothing")) {
            assertFalse(store.isSpecial(path(name)), name);
        }
    }

    @Test
    void reasonsArePlainWords() {
        assertEquals("permission denied", FailureReason.of(new AccessDeniedException("/x")));
        assertEquals(
                "read-only file system",
                FailureReason.of(new FileSystemException("/x", null, "Read-only file system")));
        assertEquals(
                "disk quota exceeded",
                FailureReason.of(new IOException("Disk quota exceeded\nat x")));
    }

    @Test
    void aProbeLeavesNothingAndFindsWhatWritingWouldFind() throws IOException {
        store.requireWritable(path("a/b/out.json"));
        assertEquals(List.of(), store.list(directory.toString()));
        store.write(path("file"), "x".getBytes(UTF_8));
        var e =
                assertThrows(
                        ConfigurationException.class,
                        () -> store.requireWritable(path("file/a/b")));
        assertTrue(e.getMessage().startsWith("run.dir: cannot write to " + path("file/a/b: ")));
        assertEquals(List.of("file"), store.list(directory.toString()));
    }
}
