package unroll.task.forecast;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleSalesTest {
    @Test
    void generatorWritesTheCommittedFile(@TempDir Path folder) throws Exception {
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var process =
                new ProcessBuilder(java, "data-samples/SampleSales.java", folder.toString())
                        .inheritIO()
                        .start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the generator has ended");
        assertEquals(
                Files.readString(Path.of("data-samples/sales/sales.csv")),
                Files.readString(folder.resolve("sales/sales.csv")));
    }
}
