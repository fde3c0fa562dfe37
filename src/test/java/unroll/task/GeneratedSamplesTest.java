package unroll.task;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class GeneratedSamplesTest {
    @ParameterizedTest
    @CsvSource({
        "SampleSentences, sentences",
        "SampleScenes, scenes",
        "SampleTrees, trees",
        "SampleTopics, topics"
    })
    void generatorWritesTheCommittedFiles(String program, String sample, @TempDir Path folder)
            throws Exception {
        var samples = Path.of("data-samples");
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        var source = samples.resolve(program + ".java").toString();
        var process = new ProcessBuilder(java, source, folder.toString()).inheritIO().start();
        assertTrue(process.waitFor(2, TimeUnit.MINUTES), "the generator has ended");
        for (var part : new String[] {"train", "test"}) {
            var file = Path.of(sample, part, "part-0.jsonl");
            assertEquals(
                    Files.readString(samples.resolve(file)),
                    Files.readString(folder.resolve(file)));
        }
    }
}
