package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.conf.Configuration;

/** Labels of frames: whether a number is high or low, or, which is rare, between, in noise. */
final class FramesRunsTest extends TaskContract {
    private static final String NUMBERS =
            """
            task: frames
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, sequence: frames, label: levels}
              test: {format: json, path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            model: {layers: [{cell: gru, size: 12, bidirectional: true}]}
            training: {epochs: 8, batch: 8, optimizer: {rate: 0.03}, classWeights: balanced, earlyStopping: {metric: f1}}
            sync: {every: 5}
            """;

    private static final List<String> LEVELS = List.of("high", "low", "high", "low", "mean");

    /** The first training rows are bad; a row of the test set has a label of its own. */
    private void writeLevels() throws IOException {
        var random = new Random(5);
        for (var part : List.of("train", "test")) {
            var lines = new ArrayList<String>();
            if (part.equals("train")) {
                lines.add(line("[[1,2]]", "high high"));
                lines.add(line("[[1,2],[1]]", "high high"));
                lines.add(line("[[1,null]]", "high"));
                lines.add(line("[]", ""));
            } else {
                lines.add(line("[[0,0],[0.1,0]]", "jump jump"));
            }
            for (int i = 0; i < (part.equals("train") ? 120 : 40); i++) {
                var frames = new ArrayList<List<Double>>();
                var levels = new ArrayList<String>();
                for (int pieces = 1 + random.nextInt(4); pieces > 0; pieces--) {
                    var level = LEVELS.get(random.nextInt(LEVELS.size()));
                    for (int t = 3 + random.nextInt(5); t > 0; t--) {
                        double value = level.equals("high") ? 1 : level.equals("low") ? -1 : 0;
                        double noise = 0.3 * random.nextGaussian();
                        frames.add(List.of(value + noise, random.nextGaussian()));
                        levels.add(level);
                    }
                }
                lines.add(line(frames.toString(), String.join(" ", levels)));
            }
            writePart(part, lines);
        }
    }

    private static String line(String frames, String levels) {
        return "{\"frames\":%s,\"levels\":\"%s\"}".formatted(frames, levels);
    }

    @Override
    Configuration written(String... overrides) throws IOException {
        writeLevels();
        return conf(NUMBERS, overrides);
    }

    @Test
    void framesAreLabelled() throws IOException {
        var out = train(written(), 2);
        var figures = summary().path("figures");
        assertTrue(summary().path("test.accuracy").asDouble() > 0.85, out);
        assertTrue(summary().path("test.segmentF1").asDouble() > 0.8, out);
        assertTrue(out.contains("2 numbers a step, 3 labels"), out);
        assertEquals(4, summary().path("rejectedRows").asInt(), out);
        assertEquals(41, figures.path("examples").asInt(), out);
        assertEquals(2, figures.path("unknownLabels").asInt(), out);
        predictions(
                rows -> {
                    assertEquals(41, rows.filter("size(prediction) = size(frames)").count());
                    long right =
                            rows.selectExpr(
                                            "aggregate(zip_with(prediction, split(levels, ' '), (p, m) ->"
                                                    + " if(p = m, 1, 0)), 0, (a, b) -> a + b) as hits")
                                    .agg(Map.of("hits", "sum"))
                                    .first()
                                    .getLong(0);
                    assertEquals(
                            Math.round(
                                    figures.path("frames").asInt()
                                            * summary().path("test.accuracy").asDouble()),
                            right);
                });
        var text = evaluatedAgain("accuracy", "segmentF1", "macroF1", "logLoss", "classes").text();
        assertTrue(text.contains("unknown     2 labels not in the training set"), text);
    }
}
