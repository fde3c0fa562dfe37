package unroll.optim;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import unroll.conf.AveragingConf;
import unroll.golden.GoldenFile;
import unroll.golden.GoldenFiles;

/** Averages of the parameters agree with the reference vectors. */
final class AveragingGoldenTest {
    private static final double TOLERANCE = 1e-5;

    @TestFactory
    Stream<DynamicTest> averages() {
        return GoldenFiles.tests(GoldenFile.Kind.AVERAGE, AveragingGoldenTest::follow);
    }

    @TestFactory
    Stream<DynamicTest> oneWrongResultFails() {
        return GoldenFiles.faults(GoldenFile.Kind.AVERAGE, AveragingGoldenTest::follow);
    }

    /** The average along the file's path; until it begins it is the newest parameters. */
    private static void follow(GoldenFile file) {
        var conf =
                file.has("decay")
                        ? new AveragingConf.Ema(file.number("decay"))
                        : new AveragingConf.Triggered(1);
        var averaging = new Averaging(conf);
        long since = file.has("since") ? file.integer("since") : averaging.start();
        var average = file.tensor("start").floats();
        var path = file.tensors("path");
        var averages = file.tensors("averages");
        assertEquals(path.size(), averages.size(), file + " averages");
        for (int i = 0; i < path.size(); i++) {
            int step = i + 1;
            var theta = path.get(i).floats();
            if (step <= since) {
                average = theta;
            } else {
                averaging.add(average, theta, Ranges.of(0, theta.length), step, since);
            }
            averages.get(i).check(TOLERANCE, average);
        }
    }
}
