package unroll.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LocalStoreTest extends StoreContract {
    @TempDir Path directory;
    private final Store store = new LocalStore();

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected String path(String name) {
        return directory.resolve(name).toString();
    }

    @Test
    void aWriteThatFailsLeavesTheOldFileAndNothingElse() throws IOException {
        var path = path("a/status.json");
        store.write(path, bytes("old"));
        Store.Content failing =
                out -> {
                    out.write(bytes("new"));
                    throw new IOException("disk full");
                };
        assertThrows(IOException.class, () -> store.write(path, failing));
        assertEquals("old", Files.readString(Path.of(path)));
        assertEquals(1, TestFiles.filesOf(directory.resolve("a")).size());
    }

    /**
     * Who kills a run in the middle of a write finds its file, which is no part of the directory.
     */
    @Test
    void filesInTheMakingAreNotListed() throws IOException {
        store.write(path("a/b"), out -> assertEquals(List.of(), store.list(path("a"))));
        assertEquals(List.of("b"), store.list(path("a")));
    }

    @Test
    void linksAreDeletedButNotWhatTheyPointTo() throws IOException {
        store.write(path("kept/file"), bytes("x"));
        store.write(path("d/file"), bytes("x"));
        Files.createSymbolicLink(directory.resolve("d/link"), directory.resolve("kept"));
        store.delete(path("d"));
        assertFalse(store.exists(path("d")));
        assertTrue(store.exists(path("kept/file")));
    }

    @Test
    void aDirectoryIsNoFileAndAFileNoDirectory() throws IOException {
        store.write(path("d/b"), bytes(""));
        assertEquals(List.of(), store.list(path("d/b")));
        assertThrows(FileNotFoundException.class, () -> store.read(path("d")));
    }

    @Test
    void takesFileUrisAndRefusesOtherFileSystems() throws IOException {
        store.write("file:" + path("a%20b"), bytes("x"));
        assertTrue(store.exists(path("a b")));
        assertTrue(LocalStore.isLocal("runs/a"));
        assertFalse(LocalStore.isLocal("hdfs://name/runs"));
        assertThrows(IllegalArgumentException.class, () -> store.exists("s3a://bucket/runs"));
    }
}
