package unroll.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;

/** The runs that every task must pass, on rows and with a configuration of its own. */
abstract class TaskContract extends TaskRuns {
    /** Writes the rows of both parts, the same each time, and returns their configuration. */
    abstract Configuration written(String... overrides) throws IOException;

    /** Writes the same rows of the training set in other files. */
    void writeInOtherFiles() throws IOException {
        var first = folder.resolve("train/a.json");
        var second = folder.resolve("train/b.json");
        var rows = new ArrayList<>(Files.readAllLines(first));
        rows.addAll(Files.readAllLines(second));
        Files.write(first, rows.subList(0, rows.size() / 2));
        Files.write(second, rows.subList(rows.size() / 2, rows.size()));
    }

    @Test
    void coresAndFilesDoNotShow() throws IOException {
        coresAndFilesDoNotShow(written("training.epochs=1"), this::writeInOtherFiles);
    }

    @Test
    void resumesInTheSameBits() throws IOException {
        resumesInTheSameBits(written("training.epochs=2"), written("training.epochs=1"));
    }

    @Test
    void roundsWithoutSparkGiveTheBitsOfSpark() throws IOException {
        roundsWithoutSparkGiveTheBitsOfSpark(written());
    }
}
