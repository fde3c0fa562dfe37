package unroll.report;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReportTest {
    private static final String CLEAR = "\r\033[K";
    private static final Progress.Step STEP =
            new Progress.Step(3, 10, 12, 25, 0.342149, 151_234.5, Duration.ofSeconds(72));

    private long now;
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

    @ParameterizedTest
    @CsvSource({
        "-5, 0.0 s",
        "0, 0.0 s",
        "449, 0.4 s",
        "9949, 9.9 s",
        "9950, 10 s",
        "59499, 59 s",
        "59500, 1 min 00 s",
        "200000, 3 min 20 s",
        "3599499, 59 min 59 s",
        "3599500, 1 h 00 min",
        "7500000, 2 h 05 min",
        "86400000, 1 d 00 h",
        "273600000, 3 d 04 h",
    })
    void durations(long millis, String expected) {
        assertEquals(expected, Figures.duration(Duration.ofMillis(millis)));
    }

    @Test
    void numbersAreTheSameInEveryLocale() {
        var before = Locale.getDefault();
        Locale.setDefault(Locale.GERMANY);
        try {
            assertEquals("1,234,567", Figures.count(1_234_567));
            assertEquals("0.6931", Figures.loss(Math.log(2)));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void aLogGetsOneLineARound() {
        try (var progress = Progress.on(stream(), false, 80)) {
            progress.step(STEP);
            progress.message("epoch 3: validation accuracy 88.1 %");
        }
        assertEquals(
                """
                epoch 3/10, round 12/25: loss 0.3421, 151,235 tokens/s, 1 min 12 s left
                epoch 3: validation accuracy 88.1 %
                """,
                written());
    }

    @Test
    void aTerminalGetsOneLineThatIsDrawnAgain() {
        var line =
                "epoch 3/10 [===========             ] round 12/25  loss 0.3421"
                        + "  151,235 tokens/s  1 min 12 s left";
        try (var progress = Progress.on(stream(), true, 200)) {
            progress.message("training");
            progress.step(STEP);
            progress.message("checkpoint");
            progress.step(STEP);
        }
        assertEquals(
                "training\n" + CLEAR + line + CLEAR + "checkpoint\n" + line + CLEAR + line + "\n",
                written());
    }

    /** The terminal's width, and what is left of the line. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "100 | epoch 3/10 [===========             ] round 12/25  loss 0.3421  151,235 tokens/s  1 min 12 s left",
                "80 | epoch 3/10 round 12/25  loss 0.3421  151,235 tokens/s  1 min 12 s left",
                "60 | epoch 3/10 round 12/25  loss 0.3421  1 min 12 s left",
                "50 | epoch 3/10  loss 0.3421  1 min 12 s left",
                "30 | loss 0.3421  1 min 12 s left",
                "20 | loss 0.3421",
                "5 | loss",
                "1 | \"\"",
                "0 | \"\"",
            })
    void lossAndTimeStayWhereThereIsLittleRoom(int columns, String line) {
        assertEquals(line, ProgressBar.line(STEP, columns));
    }

    @Test
    void theBarFills() {
        var none = new Progress.Step(1, 1, 0, 4, 1, 0, Duration.ZERO);
        assertTrue(ProgressBar.line(none, 99).startsWith("epoch 1/1 [                        ]"));
        var all = new Progress.Step(1, 1, 4, 4, 1, 0, Duration.ZERO);
        assertTrue(ProgressBar.line(all, 99).startsWith("epoch 1/1 [========================]"));
    }

    @Test
    void aLogSaysWhenAStageBeginsAndHowLongItTook() {
        try (var progress = new ProgressLines(stream(), this::nanos)) {
            progress.begin("reading data.train", "csv at a.csv");
            progress.tasks(1, 2);
            progress.message("2 rows are bad");
            now = Duration.ofMillis(3210).toNanos();
            progress.end();
        }
        assertEquals(
                """
                reading data.train (csv at a.csv) ...
                2 rows are bad
                reading data.train: 3.2 s
                """,
                written());
    }

    @Test
    void aTerminalShowsTheTasksOfAStage() {
        try (var progress = new ProgressBar(stream(), 40, this::nanos)) {
            progress.step(STEP);
            progress.begin("bag of words", "");
            now = Duration.ofMillis(3210).toNanos();
            progress.tasks(0, 0);
            progress.tasks(3, 8);
            progress.end();
            progress.tasks(8, 8);
        }
        assertEquals(
                CLEAR
                        + "loss 0.3421  1 min 12 s left"
                        + CLEAR
                        + "bag of words ..."
                        + CLEAR
                        + "bag of words  3.2 s"
                        + CLEAR
                        + "bag of words  3/8 tasks  3.2 s"
                        + CLEAR
                        + "bag of words: 3.2 s\n",
                written());
    }

    private long nanos() {
        return now;
    }

    private static Map<String, String> figures(String accuracy, String macroF1) {
        var figures = new LinkedHashMap<String, String>();
        figures.put("accuracy", accuracy);
        figures.put("macro-F1", macroF1);
        return figures;
    }

    @Test
    void theSummaryPutsNetworkAndBaselineSideBySide() {
        var rows = new LinkedHashMap<String, Map<String, String>>();
        rows.put("lstm", figures("91.3 %", "91.0 %"));
        rows.put("bag of words", figures("73.0 %", "100.0 %"));
        var summary =
                new Summary(
                        Summary.trained(7, 10, Duration.ofSeconds(42), 151_000),
                        "test",
                        rows,
                        List.of(),
                        3,
                        "runs/sentiment/model",
                        "runs/sentiment/summary.json",
                        "runs/sentiment/rejected",
                        "./submit/unroll predict --model runs/sentiment/model --text \"not bad\"");
        assertEquals(
                """

                Trained 7 epochs (10 in all) in 42 s, 151,000 tokens/s.
                3 rows could not be used: runs/sentiment/rejected

                on the test set   accuracy   macro-F1
                lstm                91.3 %     91.0 %
                bag of words        73.0 %    100.0 %

                model    runs/sentiment/model
                metrics  runs/sentiment/summary.json

                Score new data with
                  ./submit/unroll predict --model runs/sentiment/model --text "not bad"
                """,
                summary.text());
    }

    @Test
    void withoutATestSetThereIsNoTable() {
        var summary =
                new Summary(
                        Summary.trained(1, 1, Duration.ofMillis(900), 10),
                        "test",
                        Map.of(),
                        List.of("no validation set: no figures"),
                        0,
                        "m",
                        "s",
                        "r",
                        "c");
        assertEquals(
                """

                Trained 1 epoch in 0.9 s, 10 tokens/s.
                no validation set: no figures

                model    m
                metrics  s

                Score new data with
                  c
                """,
                summary.text());
    }

    private PrintStream stream() {
        return new PrintStream(bytes, true, UTF_8);
    }

    private String written() {
        return bytes.toString(UTF_8);
    }
}
