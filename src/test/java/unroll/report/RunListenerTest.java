package unroll.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.io.LocalStore;
import unroll.io.run.RunDirectory;
import unroll.measure.Metric;
import unroll.train.EpochReport;
import unroll.train.TrainingListener.RoundReport;
import unroll.train.worker.GradientNorms;
import unroll.train.worker.Metrics;

final class RunListenerTest {
    @TempDir Path folder;

    private static RoundReport round(int epoch, int round) {
        return new RoundReport(epoch, 2, round, 3, new Metrics(), 1);
    }

    private static EpochReport epoch(int epoch) {
        var norms = new GradientNorms(0, 0, 0, 0, 0);
        return new EpochReport(epoch, 0.5, 0, 9, 3, 0, 0, 0, norms, 0, 0, 0);
    }

    private List<String> rounds(int epoch) throws IOException {
        var found = new ArrayList<String>();
        for (var line :
                Files.readAllLines(folder.resolve("metrics/epoch-0000%d.jsonl".formatted(epoch)))) {
            var tree = new ObjectMapper().readTree(line);
            found.add(tree.get("epoch") + (tree.has("round") ? "." + tree.get("round") : ""));
        }
        return found;
    }

    @Test
    void roundsThatWereThrownAwayAreNotWritten() throws IOException {
        var directory = new RunDirectory(new LocalStore(), folder.toString());
        var listener =
                new RunListener(
                        directory,
                        Progress.SILENT,
                        new RunStatus(directory, ""),
                        Metric.ACCURACY,
                        false);
        listener.round(round(1, 1));
        listener.round(round(1, 2));
        listener.round(round(1, 2)); // the one before was discarded
        listener.round(round(1, 3));
        listener.epoch(epoch(1));
        assertEquals(List.of("1.1", "1.2", "1.3", "1"), rounds(1));

        listener.round(round(2, 1));
        for (int r = 1; r <= 3; r++) {
            listener.round(round(1, r)); // back to the start of the first epoch
        }
        listener.epoch(epoch(1));
        assertEquals(List.of("1.1", "1.2", "1.3", "1"), rounds(1));
    }
}
