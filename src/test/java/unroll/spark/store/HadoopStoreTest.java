package unroll.spark.store;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.io.LocalStore;
import unroll.io.Store;
import unroll.io.StoreContract;

final class HadoopStoreTest extends StoreContract {
    @TempDir Path directory;
    private final Configuration hadoop = new Configuration();
    private Store store;

    @BeforeEach
    void open() throws IOException {
        hadoop.set("fs.elsewhere.impl", ElsewhereFileSystem.class.getName());
        store = HadoopStore.of(path(""), hadoop);
    }

    @Override
    protected Store store() {
        return store;
    }

    @Override
    protected String path(String name) {
        return "elsewhere://" + directory + "/" + name;
    }

    @Test
    void thisMachinesFilesNeedNoHadoop() throws IOException {
        assertInstanceOf(HadoopStore.class, store);
        assertInstanceOf(LocalStore.class, HadoopStore.of(directory.toString(), hadoop));
        assertInstanceOf(LocalStore.class, HadoopStore.of(directory.toUri().toString(), hadoop));
    }

    @Test
    void aWriteThatFailsLeavesNoHalfFile() throws IOException {
        Store.Content failing =
                out -> {
                    out.write("half".getBytes(StandardCharsets.UTF_8));
                    throw new IOException("disk full");
                };
        assertThrows(IOException.class, () -> store.write(path("a/file"), failing));
        assertEquals(List.of(), store.list(path("a")));
    }
}
