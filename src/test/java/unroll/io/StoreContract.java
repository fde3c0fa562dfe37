package unroll.io;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;

/** What every Store does; a store's test extends it. */
public abstract class StoreContract {
    protected abstract Store store();

    /** A path in a directory that is empty before each test. */
    protected abstract String path(String name);

    @Test
    void writingReplacesAndMakesDirectories() throws IOException {
        store().write(path("a/b/c"), bytes("one"));
        store().write(path("a/b/c"), bytes("three"));
        assertEquals(5, store().length(path("a/b/c")));
        assertEquals("three", text("a/b/c"));
    }

    @Test
    protected void aWriteThatFailsSaysSo() {
        Store.Content failing =
                out -> {
                    out.write(1);
                    throw new IOException("no more");
                };
        var e = assertThrows(IOException.class, () -> store().write(path("x"), failing));
        assertEquals("no more", e.getMessage());
    }

    @Test
    void createNewKeepsTheFirst() throws IOException {
        assertTrue(store().createNew(path("x/lock"), bytes("first")));
        assertFalse(store().createNew(path("x/lock"), bytes("second")));
        assertEquals("first", text("x/lock"));
        store().delete(path("x/lock"));
        assertTrue(store().createNew(path("x/lock"), bytes("third")));
    }

    @Test
    void listsNamesInOrderAndNothingOfWhatIsNotThere() throws IOException {
        store().write(path("d/b"), bytes(""));
        store().write(path("d/a/file"), bytes(""));
        assertEquals(List.of("a", "b"), store().list(path("d")));
        assertEquals(List.of(), store().list(path("nowhere")));
    }

    @Test
    void tellsDirectoriesFromFiles() throws IOException {
        store().write(path("d/a/file"), bytes("x"));
        store().write(path("d/b"), bytes("x"));
        assertEquals(Set.of("a"), store().directories(path("d")));
        assertEquals(Set.of(), store().directories(path("nowhere")));
        assertTrue(store().isDirectory(path("d")));
        assertFalse(store().isDirectory(path("d/b")));
        assertFalse(store().isDirectory(path("d/b/c")));
        assertFalse(store().isDirectory(path("nowhere")));
    }

    @Test
    void deletesSingleFilesAndEmptyDirectoriesOnly() throws IOException {
        store().write(path("d/a/file"), bytes("x"));
        store().delete(path("d"));
        store().deleteIfEmpty(path("d"));
        store().deleteIfEmpty(path("d/a"));
        assertEquals("x", text("d/a/file"));
        store().delete(path("d/a/file"));
        store().delete(path("d/a/file"));
        store().deleteIfEmpty(path("d/a"));
        store().deleteIfEmpty(path("d/a"));
        assertFalse(store().exists(path("d/a")));
    }

    @Test
    void missingFilesAreNamed() {
        for (var call :
                List.<Executable>of(
                        () -> store().read(path("no")).close(),
                        () -> store().length(path("no")),
                        () -> store().modified(path("no")))) {
            var e = assertThrows(FileNotFoundException.class, call);
            assertTrue(e.getMessage().contains("/no"), e.getMessage());
        }
    }

    private String text(String name) throws IOException {
        try (var in = store().read(path(name))) {
            return new String(in.readAllBytes(), UTF_8);
        }
    }

    static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }
}
