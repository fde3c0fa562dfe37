package unroll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.option.ConfigurationFile;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.io.CorruptFileException;
import unroll.io.run.DirectoryInUseException;
import unroll.predict.Neighbourhood;
import unroll.predict.ScoringRequest;
import unroll.predict.Sink;
import unroll.spark.job.DiagnoseJob.Depth;
import unroll.task.Generation;
import unroll.task.Generation.Beam;
import unroll.task.Generation.Sampling;
import unroll.task.registry.Tasks;
import unroll.train.InterruptedRunException;
import unroll.train.worker.DivergedException;

class MainTest {
    private static final String YAML = "run: {dir: r}\ndata: {train: {format: json, path: p}}\n";

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();
    private final Calls engine = new Calls();

    @TempDir private Path folder;
    private String file;

    @BeforeEach
    void writeConfiguration() throws IOException {
        file = Files.writeString(folder.resolve("a.yaml"), YAML).toString();
    }

    private int run(String... args) {
        return Main.run(engine, stream(out), stream(err), args);
    }

    private static PrintStream stream(ByteArrayOutputStream bytes) {
        return new PrintStream(bytes, true, StandardCharsets.UTF_8);
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void trainHandsOverTheConfigurationWithItsOverrides() {
        assertEquals(
                0,
                run("train", file, "--set", "training.epochs=3", "--set=run.seed=5", "--fresh"),
                err());
        assertEquals(
                Tasks.reader().read(YAML, "", List.of("training.epochs=3", "run.seed=5")),
                engine.conf);
        assertTrue(engine.fresh);
        assertEquals("", engine.submission);
    }

    @Test
    void trainTakesADirectoryToBeginWithAsItIs() {
        for (var path : List.of("runs/yesterday", "hdfs://x:8020/the run's # 1")) {
            assertEquals(0, run("train", file, "--from", path), err());
            assertEquals(path, engine.conf.model().from());
        }
        assertEquals(0, run("train", file, "--from", "runs/${date}", "--date", "2026-01-31"));
        assertEquals("runs/2026-01-31", engine.conf.model().from());
    }

    @Test
    void trainTakesWhatTheLauncherShips() {
        var conf = Tasks.reader().read(YAML, "", List.of("run.dir=/größe/评论"));
        assertEquals(
                0,
                run("train", "--inline", ConfigurationFile.inline(conf), "--submission", "abc"),
                err());
        assertEquals(conf, engine.conf);
        assertEquals("abc", engine.submission);
        assertFalse(engine.fresh);
    }

    @Test
    void configPrintsWhatReadsBackEqual() {
        assertEquals(0, run("config", file, "--set", "training.epochs=3"));
        assertEquals(
                Tasks.reader().read(YAML, "", List.of("training.epochs=3")),
                Tasks.reader().read(out(), "", List.of()));
    }

    @Test
    void configPrintsTheTableOfSettings() {
        assertEquals(0, run("config", "--settings"));
        assertTrue(
                out().contains(
                                "| `training.epochs` | an integer >= 1 | 10 | passes over the training set; one with a reservoir |\n"));
    }

    @Test
    void diagnoseHandsOverItsSourceAndHowCloselyToLook() {
        assertEquals(
                0,
                run(
                        "diagnose",
                        "m",
                        "--data",
                        "d",
                        "--text",
                        "review",
                        "--examples",
                        "9",
                        "--grid",
                        "5",
                        "--seed",
                        "3",
                        "--json",
                        "f"),
                err());
        assertEquals(new SourceConf("", "d", Map.of(), "review", ""), engine.source);
        assertEquals("diagnose m f " + new Depth(9, 5, 3), engine.call);
    }

    @Test
    void rowsAreNamedAfterTheModelOrByAnOption() {
        for (var command : List.of("diagnose", "evaluate")) {
            assertEquals(0, run(command, "m", "d"), err());
            assertEquals(new SourceConf("", "d", Map.of(), "", ""), engine.source);
            assertEquals(2, run(command, "m", "d", "--data", "e"));
        }
        assertEquals(0, run("predict", "m", "d", "--output", "o"), err());
        assertEquals("d", engine.source.path());
    }

    @Test
    void diagnoseWantsRowsAndAGridWithAMiddle() {
        for (var mistake :
                List.of(
                        List.<String>of(),
                        List.of("--data", "d", "--grid", "4"),
                        List.of("--data", "d", "--grid", "103"),
                        List.of("--data", "d", "--examples", "0"))) {
            var args = new ArrayList<String>(List.of("diagnose", "m"));
            args.addAll(mistake);
            assertEquals(2, run(args.toArray(String[]::new)), args.toString());
        }
        assertTrue(err().contains("--grid: expected an odd number"), err());
    }

    @Test
    void evaluateHandsOverItsSource() {
        assertEquals(
                0,
                run(
                        "evaluate",
                        "m",
                        "--data",
                        "d",
                        "--format",
                        "csv",
                        "--option",
                        "sep=;",
                        "--text",
                        "review",
                        "--label",
                        "stars",
                        "--set",
                        "data.maxRejected=0.5",
                        "--rejected",
                        "bad",
                        "--json",
                        "f"),
                err());
        assertEquals(
                new SourceConf("csv", "d", Map.of("sep", ";"), "review", "stars"), engine.source);
        assertEquals(
                new ScoringRequest("m", engine.source, List.of("data.maxRejected=0.5"), "bad"),
                engine.request);
        assertEquals("evaluate m f 0", engine.call);
    }

    @Test
    void predictScoresAText() {
        assertEquals(0, run("predict", "m", "--text", "not bad"), err());
        assertEquals("text m [] not bad 0", engine.call);
        assertEquals(0, run("predict", "m", "--text", "a", "--set", "decoder.beam=3"), err());
        assertEquals("text m [decoder.beam=3] a 0", engine.call);
    }

    /** An option that would have no effect is refused. */
    @Test
    void predictTakesOptionsOfOneTextOrOfRows() {
        for (var option :
                List.of(
                        "--output=o",
                        "--output-format=csv",
                        "--output-option=a=b",
                        "--mode=append",
                        "--text-column=t",
                        "--where=x",
                        "--format=csv",
                        "--rejected=r",
                        "--neighbours=2",
                        "--neighbour-column=id")) {
            err.reset();
            assertEquals(2, run("predict", "m", "--text=a", option));
            var name = option.substring(0, option.indexOf('='));
            assertTrue(err().startsWith(name + ": expected rows, got one --text\n"), err());
        }
        for (var option : List.of("--seed=1", "--beam=2", "--samples=1", "--top-k=4")) {
            err.reset();
            assertEquals(2, run("predict", "m", "d", "--output=o", option));
            var name = option.substring(0, option.indexOf('='));
            assertTrue(err().startsWith(name + ": expected one --text, got rows\n"), err());
        }
        assertEquals(null, engine.call);
    }

    @Test
    void predictContinuesATextAsTheOptionsSay() {
        assertEquals(
                0,
                run(
                        "predict",
                        "m",
                        "--text=a",
                        "--steps=9",
                        "--seed=2",
                        "--samples=3",
                        "--temperature=0.5",
                        "--top-k=40",
                        "--top-p=0.9",
                        "--repetition-penalty=1.2"),
                err());
        assertEquals(new Generation(9, 3, new Sampling(2, 0.5, 40, 0.9, 1.2)), engine.generation);
    }

    @Test
    void predictSearchesForTheMostProbableContinuations() {
        assertEquals(
                0,
                run(
                        "predict",
                        "m",
                        "--text=a",
                        "--steps=9",
                        "--beam=4",
                        "--samples=4",
                        "--repetition-penalty=1.2"),
                err());
        assertEquals(new Generation(9, 4, new Beam(4, 1.2)), engine.generation);
    }

    @Test
    void aSearchDrawsNothingAndFindsNoMoreThanItContinues() {
        Map.of(
                        List.of("--beam=0"), "--beam: expected 1 to 100, got 0",
                        List.of("--beam=101"), "--beam: expected 1 to 100, got 101",
                        List.of("--beam=4", "--seed=1"),
                                "--seed: expected no --beam, which draws nothing; remove one of the two",
                        List.of("--beam=4", "--temperature=0.5"),
                                "--temperature: expected no --beam, which draws nothing; remove one of the two",
                        List.of("--top-k=5", "--beam=4"),
                                "--top-k: expected no --beam, which draws nothing; remove one of the two",
                        List.of("--top-p=0.5", "--beam=4"),
                                "--top-p: expected no --beam, which draws nothing; remove one of the two",
                        List.of("--beam=4", "--samples=5"),
                                "--samples: expected at most 4, as many as --beam continues, got 5")
                .forEach(
                        (options, message) -> {
                            err.reset();
                            var args = new ArrayList<>(List.of("predict", "m", "--text=a"));
                            args.add("--steps=9");
                            args.addAll(options);
                            assertEquals(2, run(args.toArray(String[]::new)));
                            assertTrue(err().startsWith(message + "\n"), err());
                        });
        err.reset();
        assertEquals(2, run("predict", "m", "--text=a", "--beam=3"));
        assertTrue(err().startsWith("expected --steps N with"), err());
    }

    @Test
    void whatSaysHowATextIsContinuedHasItsRange() {
        Map.of(
                        "--samples=0", "--samples: expected 1 or more, got 0",
                        "--temperature=-1", "--temperature: expected 0 or more, got -1.0",
                        "--temperature=NaN", "--temperature: expected 0 or more, got NaN",
                        "--top-k=-1", "--top-k: expected 1 or more, or 0 for all words, got -1",
                        "--top-p=0", "--top-p: expected more than 0 and at most 1, got 0.0",
                        "--repetition-penalty=0.5",
                                "--repetition-penalty: expected 1 or more, got 0.5")
                .forEach(
                        (option, message) -> {
                            err.reset();
                            assertEquals(2, run("predict", "m", "--text=a", "--steps=9", option));
                            assertTrue(err().startsWith(message + "\n"), err());
                        });
        err.reset();
        assertEquals(2, run("predict", "m", "--text=a", "--top-k=3"));
        assertTrue(err().startsWith("expected --steps N with"), err());
    }

    /** Whatever a text looks like, it is a text. */
    @Test
    void aTextIsTakenAsItStands() throws IOException {
        var secret = Files.writeString(folder.resolve("secret"), "the secret").toString();
        for (var text :
                List.of(
                        "@" + secret,
                        "",
                        "-- x",
                        "--",
                        "--help",
                        "--steps=3",
                        "-x",
                        "\"quoted\"",
                        "'x'",
                        "${sys:user.home} ${env:HOME}",
                        "a=b,c",
                        "two\nlines")) {
            for (var args : List.of(List.of("--text", text), List.of("--text=" + text))) {
                assertEquals(0, run("predict", "m", args.get(0), args.get(args.size() - 1)), err());
                assertEquals("text m [] " + text + " 0", engine.call);
            }
        }
        assertEquals("", out());
    }

    @Test
    void noArgumentOfAnyCommandIsReadAsAFile() throws IOException {
        var arguments = Files.writeString(folder.resolve("arguments"), "the secret").toString();
        run("inspect", "@" + arguments);
        assertEquals("inspect @" + arguments, engine.call);
        run("evaluate", "@" + arguments, "d", "--option", "quote=\"", "--option", "x=@y=z");
        assertEquals("evaluate @" + arguments + " null 0", engine.call);
        assertEquals(Map.of("quote", "\"", "x", "@y=z"), engine.source.options());
        assertEquals(2, run("train", file, "--set", "@" + arguments));
        assertEquals(2, run("@" + arguments));
        assertFalse((out() + err()).contains("the secret"), err());
    }

    @Test
    void aWrongArgumentIsNamedInTwoLinesAtMost() {
        for (var args :
                List.of(
                        List.of("trian", file),
                        List.of("train"),
                        List.of("train", file, "--frsh"),
                        List.of("train", file, "--set"),
                        List.of("predict", "m"),
                        List.of("predict", "m", "--text"),
                        List.of("predict", "m", "d", "--output", "o", "--mode", "replace"),
                        List.of("evaluate"),
                        List.of("bench", "--threads", "x"),
                        List.of("config"),
                        List.of("inspect", "a", "b"))) {
            err.reset();
            assertEquals(2, run(args.toArray(String[]::new)));
            var lines = err().lines().toList();
            assertTrue(lines.size() <= 3, err());
            assertTrue(lines.get(lines.size() - 1).matches("See unroll( [a-z]+)? --help"), err());
        }
        err.reset();
        run("train", file, "--frsh");
        assertTrue(err().contains("--frsh") && err().contains("--fresh"), err());
        err.reset();
        run("trian");
        assertTrue(err().contains("unroll train"), err());
    }

    @Test
    void theVersionIsPrintedOnce() {
        for (var args : List.of(List.of("--version"), List.of("train", "--version"))) {
            out.reset();
            assertEquals(0, run(args.toArray(String[]::new)), err());
            assertEquals(1, out().lines().count(), out());
            assertTrue(out().startsWith("unroll "), out());
        }
        for (var args : List.of(List.of("--help"), List.of("train", "--help"))) {
            out.reset();
            run(args.toArray(String[]::new));
            assertEquals(1, out().lines().filter(l -> l.startsWith("Usage:")).count(), out());
        }
    }

    @Test
    void secretsAreNeitherPrintedNorKept() throws IOException {
        var url = "jdbc:postgresql://bob:hunter2@db/reviews";
        assertEquals(
                0,
                run(
                        "config",
                        file,
                        "--set=data.train.options={apiKey: hunter2, url: '" + url + "', sep: ';'}",
                        "--set=data.train.path=s3a://K:hunter2@bucket/x"),
                err());
        assertFalse(out().contains("hunter2"), out());
        assertTrue(out().contains("s3a://***@bucket/x") && out().contains("sep: "), out());
        engine.thrown = new DataException("cannot read " + url);
        assertEquals(3, run("train", file));
        assertEquals("cannot read jdbc:postgresql://***@db/reviews\n", err());
        err.reset();
        engine.thrown = new IllegalStateException("cannot read " + url);
        assertEquals(1, run("train", file));
        assertFalse(err().contains("hunter2"), err());
        var match = Pattern.compile("is in (\\S+) ").matcher(err());
        assertTrue(match.find());
        var trace = Path.of(match.group(1));
        assertFalse(Files.readString(trace).contains("hunter2"));
        Files.delete(trace);
        err.reset();
        assertEquals(1, run("train", file, "--debug"));
        assertFalse(err().contains("hunter2"), err());
    }

    /** What data bring must not act on the terminal. */
    @Test
    void messagesAreSafeForATerminal() {
        engine.thrown = new DataException("the label \u001b[31m\u202ered");
        assertEquals(3, run("train", file));
        assertEquals("the label \\u001b[31m\\u202ered\n", err());
    }

    @Test
    void theDayOfTheLaunchCanBeGiven() {
        var dated = "run.dir=r/${date}";
        assertEquals(0, run("train", file, "--set", dated, "--date", "2026-01-31"), err());
        assertEquals("r/2026-01-31", engine.conf.run().dir());
        assertEquals(0, run("config", file, "--set", dated, "--date=2025-12-24"), err());
        assertTrue(out().contains("r/2025-12-24"), out());
        assertEquals(2, run("train", file, "--date", "yesterday"));
        assertTrue(err().contains("expected a day such as 2026-01-31, got yesterday"), err());
    }

    @Test
    void aFileThatIsNoConfigurationIsNamed() throws IOException {
        var utf16 = Files.write(folder.resolve("utf16"), YAML.getBytes(StandardCharsets.UTF_16));
        assertEquals(2, run("train", utf16.toString()));
        assertTrue(err().contains("expected text in UTF-8, got UTF-16"), err());
        var large = Files.write(folder.resolve("large"), new byte[3_000_001]);
        assertEquals(2, run("config", large.toString()));
        assertTrue(err().contains("at most 3 MB"), err());
        err.reset();
        var deep = Files.writeString(folder.resolve("deep"), "[".repeat(100_000)).toString();
        assertEquals(2, run("config", deep));
        assertTrue(err().startsWith(deep + ":1: expected at most 50 levels"), err());
        assertEquals(2, run("config", folder.toString()));
        assertEquals(null, engine.call);
    }

    @Test
    void noCommandIsAnsweredWithTheHelp() {
        assertEquals(2, run());
        assertTrue(err().contains("Usage: unroll") && err().contains("evaluate"), err());
    }

    @Test
    void predictNamesNeighboursOfRows() {
        assertEquals(
                0,
                run("predict", "m", "d", "--output=o", "--neighbours=5", "--neighbour-column=id"),
                err());
        assertEquals("rows m 0 Neighbourhood[count=5, column=id]", engine.call);
        assertEquals(2, run("predict", "m", "d", "--output=o", "--neighbours=-1"));
        assertTrue(err().contains("--neighbours: expected 0 or more, got -1"), err());
    }

    @Test
    void predictScoresRows() {
        assertEquals(
                0,
                run(
                        "predict",
                        "m",
                        "--data",
                        "d",
                        "--text-column",
                        "title",
                        "--text-column",
                        "review",
                        "--output",
                        "o",
                        "--output-format",
                        "csv",
                        "--output-option",
                        "header=true",
                        "--mode",
                        "overwrite"),
                err());
        assertEquals("", engine.source.format());
        assertEquals(List.of("title", "review"), engine.source.texts());
        assertEquals(new Sink("csv", "o", Map.of("header", "true"), "overwrite"), engine.sink);
    }

    @Test
    void inspectAndBenchHandOverTheirArguments() {
        assertEquals(0, run("inspect", "m"));
        assertEquals("inspect m", engine.call);
        assertEquals(0, run("bench", "--workloads", "S1,S3", "--threads", "2", "--json"));
        assertEquals("bench [S1, S3] 2 true", engine.call);
    }

    @Test
    void wrongArgumentsExitWith2AndSayWhy() {
        assertEquals(2, run());
        assertEquals(2, run("trian", file));
        assertTrue(err().contains("unroll train"), err());
        assertEquals(2, run("train"));
        assertEquals(2, run("train", file, "--frsh"));
        assertEquals(2, run("predict", "m"));
        assertEquals(2, run("predict", "m", "--text", "a", "--data", "d"));
        assertEquals(2, run("predict", "m", "--data", "d"));
        assertTrue(err().contains("--output PATH"), err());
        assertEquals(2, run("predict", "m", "--data", "d", "--output", "o", "--mode", "replace"));
        assertEquals(2, run("evaluate", "m"));
        assertTrue(err().contains("expected rows: MODEL DATA"), err());
        assertEquals(2, run("bench", "--threads", "0"));
        assertEquals(null, engine.call);
    }

    @Test
    void helpIsOnStandardOutputForEveryCommand() {
        for (var command : List.of("train", "evaluate", "predict", "inspect", "config", "bench")) {
            out.reset();
            assertEquals(0, run(command, "--help"));
            assertTrue(out().contains("./submit/unroll " + command), out());
        }
        assertEquals(0, run("--help"));
        assertFalse(out().contains("train-on-cluster"));
        assertEquals("", err());
    }

    @Test
    void aWrongConfigurationExitsWith2BeforeAnyWork() throws IOException {
        Files.writeString(Path.of(file), YAML + "training: {epoch: 3}\n");
        assertEquals(2, run("train", file));
        assertTrue(
                err().startsWith(
                                file
                                        + ":3: training.epoch: unknown key, did you mean training.epochs?"),
                err());
        assertEquals(2, run("config", file));
        assertEquals(2, run("train", folder.resolve("none.yaml").toString()));
        assertTrue(err().contains("none.yaml: expected a configuration file"), err());
        Files.write(Path.of(file), new byte[] {'a', ':', (byte) 0xff});
        assertEquals(2, run("train", file));
        assertTrue(err().contains("UTF-8"), err());
        assertEquals(null, engine.call);
    }

    @Test
    void eachKindOfFailureHasItsExitCodeAndNoStackTrace() {
        var codes =
                Map.of(
                        new ConfigurationException("what went wrong"), 2,
                        new DataException("what went wrong"), 3,
                        new CorruptFileException("what went wrong"), 3,
                        new FileNotFoundException("what went wrong"), 3,
                        new DivergedException("what went wrong"), 4,
                        new DirectoryInUseException("what went wrong"), 6,
                        new InterruptedRunException("what went wrong"), 143,
                        new IllegalStateException(
                                        "job aborted", new DataException("what went wrong")),
                                3);
        codes.forEach(
                (thrown, code) -> {
                    err.reset();
                    engine.thrown = thrown;
                    assertEquals(code, run("train", file), thrown.toString());
                    assertEquals("what went wrong\n", err());
                });
    }

    @Test
    void theUnforeseenIsOneLineAndAFile() throws IOException {
        engine.thrown = new IllegalStateException("first line\nsecond line");
        assertEquals(1, run("train", file));
        assertTrue(
                err().startsWith("unexpected error: IllegalStateException: first line\n"), err());
        assertFalse(err().contains("\tat "));
        var match = Pattern.compile("is in (\\S+) ").matcher(err());
        assertTrue(match.find());
        var trace = Path.of(match.group(1));
        assertTrue(Files.readString(trace).contains("second line\n\tat "));
        Files.delete(trace);
    }

    @Test
    void thatSparkWasStoppedIsOneLine() {
        engine.thrown =
                new IllegalStateException(
                        new IOException("Job 1 cancelled because SparkContext was shut down"));
        assertEquals(1, run("train", file));
        assertEquals("Spark was stopped before this was done: run the same command again\n", err());
    }

    @Test
    void memoryThatRunsOutNamesTheSettingInEveryCommand() {
        engine.thrown = new IllegalStateException(new OutOfMemoryError("Java heap space"));
        for (var arguments :
                List.of(
                        List.of("train", file),
                        List.of("evaluate", "m", "d"),
                        List.of("diagnose", "m", "d"),
                        List.of("predict", "m", "d", "--output", "o"),
                        List.of("predict", "m", "--text", "good"))) {
            err.reset();
            assertEquals(2, run(arguments.toArray(String[]::new)), arguments.get(0));
            assertTrue(err().contains("Raise spark.driver.memory to "), err());
            assertEquals(1, err().lines().count(), err());
        }
    }

    @Test
    void debugShowsTheStackTrace() {
        engine.thrown = new DataException("what went wrong");
        assertEquals(3, run("train", file, "--debug"));
        assertTrue(err().contains("\tat "));
    }

    private static final class Calls implements Engine {
        private String call;
        private Configuration conf;
        private boolean fresh;
        private String submission;
        SourceConf source;
        ScoringRequest request;
        Generation generation;
        private Sink sink;
        private Exception thrown;

        @Override
        public void train(Configuration conf, boolean fresh, String submission, PrintStream out)
                throws IOException {
            this.conf = conf;
            this.fresh = fresh;
            this.submission = submission;
            if (thrown instanceof IOException e) {
                throw e;
            }
            fail();
            call = "train";
        }

        private void fail() {
            if (thrown instanceof RuntimeException e) {
                throw e;
            }
        }

        @Override
        public void evaluate(ScoringRequest request, int steps, String json, PrintStream out) {
            source = request.source();
            this.request = request;
            fail();
            call = "evaluate " + request.model() + " " + json + " " + steps;
        }

        @Override
        public void diagnose(ScoringRequest request, Depth depth, String json, PrintStream out) {
            source = request.source();
            this.request = request;
            fail();
            call = "diagnose " + request.model() + " " + json + " " + depth;
        }

        @Override
        public void predictRows(
                ScoringRequest request,
                int steps,
                Neighbourhood neighbours,
                Sink sink,
                PrintStream out) {
            source = request.source();
            this.request = request;
            this.sink = sink;
            fail();
            call =
                    "rows %s %d%s"
                            .formatted(
                                    request.model(),
                                    steps,
                                    neighbours.equals(Neighbourhood.NONE) ? "" : " " + neighbours);
        }

        @Override
        public void predictText(
                String model,
                List<String> settings,
                String text,
                Generation generation,
                PrintStream out) {
            fail();
            this.generation = generation;
            call = "text " + model + " " + settings + " " + text + " " + generation.words();
        }

        @Override
        public void inspect(String directory, PrintStream out) {
            call = "inspect " + directory;
        }

        @Override
        public void bench(List<String> workloads, int threads, boolean json, PrintStream out) {
            call = "bench " + workloads + " " + threads + " " + json;
        }
    }
}
