package unroll.task.frames;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SampleClipsTest {
    @Test
    void generatorWritesTheCommittedFiles(@TempDir Path folder) throws Exception {
        var samples = Path.of("data-samples");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var source = samples.resolve("SampleClips.java").toString();
        var process = new ProcessBuilder(java, source, folder.toString()).inheritIO().start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the generator has ended");
        for (var part : new String[] {"train", "test"}) {
            var file = Path.of("clips", part, "part-0.jsonl");
            assertEquals(
                    Files.readString(samples.resolve(file)),
                    Files.readString(folder.resolve(file)));
        }
    }
}
