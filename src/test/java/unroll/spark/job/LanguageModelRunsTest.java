package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import unroll.cli.Commands;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.predict.ScoringRequest;
import unroll.spark.LocalSession;

/**
 * Transcriptions of tones in much noise. Those of the test set follow one another in an order that
 * only the language model has learnt.
 */
final class LanguageModelRunsTest extends TaskRuns {
    private static final List<String> TONES = List.of("do", "re", "mi", "fa");

    private static final String LANGUAGE =
            """
            task: language
            run: {dir: DIR/lm, seed: 3}
            data:
              train: {format: json, path: DIR/said, text: tones}
              shards: 2
            text: {minCount: 1}
            model: {embedding: 8, layers: [{cell: gru, size: 16}]}
            training: {epochs: EPOCHS, batch: 4, optimizer: {rate: 0.03}}
            bptt: {steps: 20, warm: 20}
            """;

    private static final String TRANSCRIBE =
            """
            task: transcribe
            run: {dir: DIR/run, seed: 3}
            data:
              train: {format: json, path: DIR/train, sequence: frames, label: tones}
              test: {format: json, path: DIR/test, sequence: frames, label: tones}
              shards: 2
              validation: 0.2
            model: {layers: [{cell: gru, size: 16}]}
            training: {epochs: 3, batch: 8, optimizer: {rate: 0.02}}
            sync: {every: 5}
            transcribe: {beam: 8, languageModel: {path: DIR/lm, weight: 1}}
            """;

    private void writeTones() throws IOException {
        var random = new Random(5);
        for (var part : List.of("said", "train", "test")) {
            var rows = new ArrayList<String>();
            for (int i = 0; i < (part.equals("test") ? 60 : 240); i++) {
                var frames = new ArrayList<String>();
                var tones = new ArrayList<String>();
                int tone = random.nextInt(TONES.size());
                for (int n = 2 + random.nextInt(4); n > 0; n--) {
                    tones.add(TONES.get(tone));
                    frames.add(frame(random, tone));
                    frames.add(frame(random, tone));
                    frames.add(frame(random, -1));
                    tone = (tone + (part.equals("train") ? random.nextInt(4) : 1)) % TONES.size();
                }
                rows.add(
                        "{\"frames\": %s, \"tones\": \"%s\"}"
                                .formatted(frames, String.join(" ", tones)));
            }
            writePart(part, rows);
        }
    }

    private static String frame(Random random, int tone) {
        var frame = new ArrayList<String>();
        for (int k = 0; k < TONES.size(); k++) {
            double value = (k == tone ? 2 : 0) + 1.1 * random.nextGaussian();
            frame.add(String.format(Locale.ROOT, "%.3f", value));
        }
        return frame.toString();
    }

    private double errors(String... settings) throws IOException {
        var json = folder.resolve("figures.json");
        LocalSession.open(2); // closed by the job
        Commands.evaluate(
                new ScoringRequest(
                        folder + "/run",
                        new SourceConf("", folder.resolve("test").toString(), Map.of(), "", ""),
                        List.of(settings),
                        ""),
                0,
                json.toString(),
                System.out);
        return new ObjectMapper().readTree(json.toFile()).path("labelErrorRate").asDouble();
    }

    private String trainLanguage(int epochs) throws IOException {
        return train(conf(LANGUAGE.replace("EPOCHS", Integer.toString(epochs))), 2);
    }

    @Test
    void theOrderOfLabelsHelpsToTellThem() throws IOException {
        writeTones();
        trainLanguage(6);
        var path = "transcribe.languageModel.path=" + folder + "/lm";
        var out = train(conf(TRANSCRIBE), 2);
        assertTrue(out.contains("4 labels, all known to the language model"), out);
        double with = summary().path("test.labelErrorRate").asDouble();

        // The same command reads the model of the run, or the one that it began with.
        trainLanguage(1);
        LocalSession.open(2);
        Commands.train(conf(TRANSCRIBE), false, "", System.out); // finished
        var e =
                assertThrows(
                        DataException.class,
                        () -> {
                            LocalSession.open(2);
                            Commands.train(
                                    conf(TRANSCRIBE, "training.epochs=4"), false, "", System.out);
                        });
        assertTrue(e.getMessage().contains("holds another model than when"), e.getMessage());

        delete("lm");
        evaluatedAgain("labelErrorRate", "logLoss");
        predictions(
                rows ->
                        assertEquals(
                                Math.round(60 * summary().path("test.sequenceAccuracy").asDouble()),
                                rows.filter("concat_ws(' ', prediction) = tones").count()));
        double without =
                errors("transcribe.languageModel.weight=0", "transcribe.languageModel.bonus=0");
        assertTrue(with < 0.8 * without, "with " + with + ", without " + without);

        var none = assertThrows(FileNotFoundException.class, () -> errors(path));
        assertTrue(
                none.getMessage().startsWith("transcribe.languageModel.path: "), none.getMessage());
        var itself =
                assertThrows(
                        ConfigurationException.class,
                        () -> errors("transcribe.languageModel.path=" + folder + "/run"));
        assertTrue(itself.getMessage().contains("a model of task transcribe"), itself.getMessage());
    }

    private void delete(String directory) throws IOException {
        try (var files = Files.walk(folder.resolve(directory))) {
            for (var file : files.sorted(Collections.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
