package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import unroll.audio.WavFiles;
import unroll.conf.Configuration;

/** Transcriptions of WAV files: tones and what they are called, in the files' names. */
final class SoundRunsTest extends TaskContract {
    private static final String SOUNDS =
            """
            task: transcribe
            run: {dir: DIR/run, seed: 3}
            data:
              train:
                format: wav
                path: DIR/train
                options: {pathPattern: '/(?<number>\\d+)-(?<label>[a-z ]+)[.]'}
                audio: {features: mfcc, rate: 4000, mels: 12, coefficients: 6, deltas: 1, mask: {times: 1, steps: 5, bands: 1, width: 2}}
              test: {path: DIR/test}
              shards: 2
              validation: 0.2
              maxRejected: 0.1
            model: {layers: [{cell: lstm, size: 12, bidirectional: true}]}
            training: {epochs: 12, batch: 8, optimizer: {rate: 0.03}, earlyStopping: {metric: errors}}
            sync: {every: 5}
            """;

    private static final Map<String, Double> TONES = Map.of("do", 300.0, "mi", 700.0, "so", 1500.0);

    /** Sounds of one to three tones with pauses between; two files are none, one has no label. */
    private void writeSounds() throws IOException {
        var random = new Random(5);
        var names = TONES.keySet().stream().sorted().toList();
        for (var part : List.of("train", "test")) {
            Files.createDirectories(folder.resolve(part));
            for (int i = 0; i < (part.equals("train") ? 120 : 30); i++) {
                var said = new ArrayList<String>();
                var samples = new ArrayList<Double>();
                pause(random, samples);
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    said.add(names.get(random.nextInt(3)));
                    double hertz = TONES.get(said.get(said.size() - 1));
                    for (int j = 200 + random.nextInt(100); j > 0; j--) {
                        samples.add(0.5 * Math.sin(2 * Math.PI * hertz * j / 4000));
                    }
                    pause(random, samples);
                }
                write(part + "/" + i + "-" + String.join(" ", said), samples);
            }
        }
        Files.writeString(folder.resolve("train/998-do.wav"), "no sound");
        Files.write(
                folder.resolve("train/999-do.wav"),
                Arrays.copyOf(WavFiles.of(4000, new double[500]), 1000));
        write("train/nobody knows", List.of(0.1));
    }

    private static void pause(Random random, List<Double> samples) {
        for (int j = 150 + random.nextInt(100); j > 0; j--) {
            samples.add(0.02 * random.nextGaussian());
        }
    }

    private void write(String name, List<Double> samples) throws IOException {
        var values = samples.stream().mapToDouble(Double::doubleValue).toArray();
        Files.write(folder.resolve(name + ".wav"), WavFiles.of(4000, values));
    }

    @Override
    Configuration written(String... overrides) throws IOException {
        writeSounds();
        return conf(SOUNDS, overrides);
    }

    /** A sound is a file. */
    @Override
    void writeInOtherFiles() {}

    @Test
    void soundsAreTranscribed() throws IOException {
        var out = train(written(), 2);
        assertTrue(summary().path("test.labelErrorRate").asDouble() < 0.1, out);
        assertEquals(3, summary().path("rejectedRows").asInt(), out);
        try (var lines = Files.walk(folder.resolve("run/rejected/train"))) {
            var rejected = new ArrayList<String>();
            for (var file : lines.filter(file -> file.toString().endsWith(".json")).toList()) {
                rejected.addAll(Files.readAllLines(file));
            }
            var all = rejected.stream().sorted().collect(Collectors.joining("\n"));
            assertTrue(all.contains("train/998-do.wav: not a RIFF file"), all);
            assertTrue(all.contains("train/999-do.wav: truncated: it has 956 of 1,000 bytes"), all);
            assertTrue(all.contains("\"no label\""), all);
            assertTrue(all.contains("nobody knows.wav\""), all);
        }
        assertEquals(
                summary().path("test.labelErrorRate"),
                evaluate("test").figures().path("labelErrorRate"));
        predictions(
                rows -> {
                    assertEquals(30, rows.count());
                    assertFalse(
                            List.of(rows.columns()).contains("features"),
                            "they were made for the net");
                    assertEquals(30, rows.filter("size(times) = size(prediction)").count());
                    // No sound is longer than 0.48 s.
                    assertEquals(
                            30,
                            rows.filter(
                                            "forall(times, t -> 0 <= t[0] and t[0] < t[1] and t[1] <= 0.48)")
                                    .count());
                    assertEquals(
                            Math.round(30 * summary().path("test.sequenceAccuracy").asDouble()),
                            rows.filter("array_join(prediction, ' ') = label").count());
                });
    }

    /** The table's labels are those of the names, in the same bits. */
    @Test
    void labelsMayStandInATable() throws IOException {
        train(written("training.epochs=1"), 2);
        var ofNames = parameters();
        for (var part : List.of("train", "test")) {
            try (var files = Files.list(folder.resolve(part))) {
                var table =
                        files.map(file -> file.getFileName().toString())
                                .filter(name -> name.contains("-"))
                                .map(name -> name + "," + name.replaceAll(".*-|\\..*", ""))
                                .collect(Collectors.joining("\n", "path,said\n", "\n"));
                Files.writeString(folder.resolve(part + "/said.csv"), table);
            }
        }
        var conf =
                conf(
                        SOUNDS.replaceAll("options: .*", "options: {table: DIR/train/said.csv}")
                                .replaceAll(
                                        "(?m)test: .*",
                                        "test: {path: DIR/test, options: {table: DIR/test/said.csv}}"),
                        "training.epochs=1",
                        "data.train.label=said");
        train(conf, 2);
        assertArrayEquals(ofNames, parameters());
    }
}
