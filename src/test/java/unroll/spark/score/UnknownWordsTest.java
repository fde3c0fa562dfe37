package unroll.spark.score;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.conf.SourceConf;
import unroll.spark.LocalSession;
import unroll.spark.TinyModel;
import unroll.spark.job.Models;

final class UnknownWordsTest {
    @TempDir Path folder;

    @Test
    void wordsThatAModelDoesNotKnowAreCounted() throws IOException {
        var model = TinyModel.write(folder.resolve("model").toString());
        Files.writeString(
                folder.resolve("a.json"),
                """
                {"review": "good quirkful film"}
                {"review": null}
                {"review": "good"}
                """);
        var source = new SourceConf("json", folder + "/a.json", Map.of(), "review", "");
        try (var session = LocalSession.open(1)) {
            var opened = Models.open(model, session.sparkContext().hadoopConfiguration()).trained();
            var found = UnknownWords.of(session, opened, source, "source").orElseThrow();
            assertEquals(4, found.words());
            assertEquals(1, found.unknown());
        }
    }

    @Test
    void farMoreThanInTrainingIsAWarning() {
        assertTrue(new UnknownWords(100, 35, 0.02).text().startsWith("warning: unknown words  35"));
        assertFalse(new UnknownWords(100, 8, 0.02).text().contains("warning"));
        assertFalse(new UnknownWords(100, 50, 0.35).text().contains("warning"));
        assertFalse(new UnknownWords(100, 50, Double.NaN).text().contains("warning"));
        assertEquals("unknown words  0.00 %", new UnknownWords(0, 0, Double.NaN).text());
    }
}
