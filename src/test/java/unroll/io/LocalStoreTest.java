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
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.io.model.TestFiles;

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
        var link = directory.resolve("link");
        Files.createSymbolicLink(link, directory.resolve("kept"));
        assertEquals(Optional.of(directory.resolve("kept").toString()), store.link(path("link")));
        assertEquals(Optional.empty(), store.link(path("kept")));
        store.deleteIfEmpty(path("link"));
        assertTrue(Files.exists(link));
        store.delete(path("link"));
        assertFalse(Files.exists(link));
        assertTrue(store.exists(path("kept/file")));
    }

    @Test
    void whatKilledWritersLeftGoesWithTheDirectory() throws IOException {
        var killed = ".state.json.0b1f7a2e-5d0c-4c68-9d0a-0f4a5f6d7e8f.unroll-tmp";
        store.write(path("d/file"), bytes("x"));
        Files.writeString(directory.resolve("d").resolve(killed), "half");
        store.deleteIfEmpty(path("d"));
        assertTrue(Files.exists(directory.resolve("d").resolve(killed)));
        store.delete(path("d/file"));
        store.deleteIfEmpty(path("d"));
        assertFalse(store.exists(path("d")));
    }

    /** Spark writes rejected rows there by Hadoop's reading of the path. */
    @Test
    void fileUrisNameWhatHadoopTakesThemFor() throws IOException {
        store.write("file:" + path("50%20 a b"), bytes("x"));
        assertEquals(List.of("50%20 a b"), store.list("file://" + directory));
        assertTrue(store.exists(path("50%20 a b")));
    }

    @Test
    void aDirectoryIsNoFileAndAFileNoDirectory() throws IOException {
        store.write(path("d/b"), bytes(""));
        assertEquals(List.of(), store.list(path("d/b")));
        assertThrows(FileNotFoundException.class, () -> store.read(path("d")));
    }

    @Test
    void otherFileSystemsAreRefused() throws IOException {
        assertTrue(LocalStore.isLocal("runs/a"));
        assertFalse(LocalStore.isLocal("hdfs://name/runs"));
        assertThrows(IllegalArgumentException.class, () -> store.exists("s3a://bucket/runs"));
    }
}
