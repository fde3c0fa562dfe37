package unroll.task.transcribe;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleSoundsTest {
    @Test
    void generatorWritesTheCommittedFiles(@TempDir Path folder) throws Exception {
        var samples = Path.of("data-samples");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var source = samples.resolve("SampleSounds.java").toString();
        var process = new ProcessBuilder(java, source, folder.toString()).inheritIO().start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the generator has ended");
        try (var committed = Files.walk(samples.resolve("sounds"));
                var written = Files.walk(folder.resolve("sounds"))) {
            var files = committed.filter(Files::isRegularFile).sorted().toList();
            assertEquals(192, files.size());
            assertEquals(192, written.filter(Files::isRegularFile).count());
            for (var file : files) {
                var again = folder.resolve(samples.relativize(file));
                assertArrayEquals(
                        Files.readAllBytes(file), Files.readAllBytes(again), file.toString());
            }
        }
    }
}
