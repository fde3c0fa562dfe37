package unroll.cli.cluster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import unroll.cli.Main;
import unroll.cli.SparkEngine;
import unroll.cli.option.ConfigurationFile;
import unroll.conf.ConfigurationException;
import unroll.io.LocalStore;
import unroll.io.run.RunDirectory;
import unroll.io.run.RunLock;
import unroll.io.run.Status;
import unroll.task.registry.Tasks;

class ClusterTrainTest {
    private static final String YAML =
            """
            run: {dir: runs/a}
            data:
              train: {format: json, path: "file:/data/train"}
              test: {format: json, path: hdfs://nn/test}
              validation: {format: table, path: db.validation}
            """;

    @TempDir private Path folder;
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    private static unroll.conf.Configuration conf(String... overrides) {
        return Tasks.reader().read(YAML, "a.yaml", List.of(overrides));
    }

    @Test
    void pathsOfThisMachineAreRefusedByTheirKeys() {
        var message =
                assertThrows(
                                ConfigurationException.class,
                                () -> SharedPaths.check(conf(), new Configuration()))
                        .getMessage();
        var lines = message.lines().toList();
        assertEquals(2, lines.size(), message);
        assertTrue(
                lines.get(0).startsWith("run.dir: expected a path that the whole cluster sees"),
                message);
        assertTrue(lines.get(1).startsWith("data.train.path: expected"), message);
    }

    @Test
    void pathsWithoutASchemeAreFineWhereTheDefaultIsShared() {
        var hadoop =
                ClusterTrainCommand.hadoop(
                        List.of(
                                "--master",
                                "yarn",
                                "--conf",
                                "spark.hadoop.fs.defaultFS=hdfs://nn"));
        SharedPaths.check(conf("data.train.path=train"), hadoop);
        assertThrows(ConfigurationException.class, () -> SharedPaths.check(conf(), hadoop));
        var vectors =
                conf(
                        "data.train.path=train",
                        "model={inputs: [{vectors: {source: file, path: 'file:/v.txt'}}]}");
        var local =
                assertThrows(
                        ConfigurationException.class, () -> SharedPaths.check(vectors, hadoop));
        assertTrue(
                local.getMessage().startsWith("model.inputs[0].vectors.path"), local.getMessage());
        var from = conf("data.train.path=train", "model.from=file:/runs/old");
        var model =
                assertThrows(ConfigurationException.class, () -> SharedPaths.check(from, hadoop));
        assertTrue(model.getMessage().startsWith("model.from"), model.getMessage());
    }

    @Test
    void filesBesideTheRowsAndOtherModelsAreCheckedToo() {
        var hadoop = new Configuration();
        hadoop.set("fs.defaultFS", "hdfs://nn");
        var sounds =
                """
                task: transcribe
                run: {dir: runs/a}
                data:
                  train: {format: wav, path: sounds, options: {table: 'file:/said.csv'}, label: said}
                transcribe: {beam: 4, languageModel: {path: 'file:/runs/words'}}
                """;
        var conf = Tasks.reader().read(sounds, "a.yaml", List.of());
        var message =
                assertThrows(ConfigurationException.class, () -> SharedPaths.check(conf, hadoop))
                        .getMessage();
        var lines = message.lines().toList();
        assertEquals(2, lines.size(), message);
        assertTrue(lines.get(0).startsWith("data.train.options: expected a path"), message);
        assertTrue(lines.get(1).startsWith("transcribe.languageModel.path: expected"), message);
    }

    @Test
    void theRunsOwnExitCodeIsTaken() throws Exception {
        var run = run();
        status(run, "this", Status.State.INTERRUPTED, OptionalInt.of(143));
        assertEquals(143, follow(run, "exit 0"));
    }

    @Test
    void anEarlierRunsStatusIsNotTakenForThisOnes() throws Exception {
        var run = run();
        status(run, "earlier", Status.State.FINISHED, OptionalInt.of(0));
        assertEquals(1, follow(run, "exit 7"));
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("spark-submit ended with 7"));
    }

    @Test
    void aRunThatEndsWithoutAFinalStatusIsAFailure() throws Exception {
        var run = run();
        status(run, "this", Status.State.TRAINING, OptionalInt.empty());
        assertEquals(1, follow(run, "exit 0"));
        assertTrue(
                out.toString(StandardCharsets.UTF_8)
                        .contains("training, epoch 2, round 5: going on"));
    }

    @Test
    void aRunThatOutlivesItsSubmissionIsFollowed() throws Exception {
        var run = run();
        status(run, "this", Status.State.TRAINING, OptionalInt.empty());
        try (var lock = RunLock.acquire(run.store(), run.path(), "", message -> {})) {
            lock.check();
            var code = new FutureTask<>(() -> follow(run, "exit 0"));
            new Thread(code).start();
            // As many polls as would otherwise end it, and more.
            assertThrows(TimeoutException.class, () -> code.get(1, TimeUnit.SECONDS));
            status(run, "this", Status.State.FAILED, OptionalInt.of(4));
            assertEquals(4, code.get(30, TimeUnit.SECONDS));
        }
    }

    @Test
    void theEffectiveConfigurationTravelsInsideTheSubmission() throws Exception {
        var runDir = folder.resolve("run").toString();
        var launcher = folder.resolve("launcher");
        var arguments = folder.resolve("arguments");
        // Stands for submit/unroll: notes what it was given, and writes what a run would.
        Files.writeString(
                launcher,
                """
                #!/bin/sh
                printf '%%s\\n' "$@" > '%s'
                while [ "$1" != --submission ]; do shift; done
                mkdir -p '%s'
                echo '{"state": "failed", "exitCode": 4, "message": "diverged", "submission": "'$2'", "epoch": 1,
                 "round": 1, "heartbeat": "2026-01-01T00:00:00Z"}' > '%s/status.json'
                """
                        .formatted(arguments, runDir, runDir));
        assertTrue(launcher.toFile().setExecutable(true));
        var file = Files.writeString(folder.resolve("a.yaml"), YAML).toString();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        int code =
                Main.run(
                        new SparkEngine(),
                        stream,
                        stream,
                        "train-on-cluster",
                        "--launcher",
                        launcher.toString(),
                        "--jar",
                        "the.jar",
                        "--shared-files",
                        file,
                        "--set",
                        "run.dir=" + runDir,
                        "--fresh",
                        "--",
                        "--master",
                        "yarn",
                        "--deploy-mode",
                        "cluster");
        assertEquals(4, code, out.toString(StandardCharsets.UTF_8));
        var given = Files.readAllLines(arguments);
        assertEquals(
                List.of("spark-submit", "--master", "yarn", "--deploy-mode", "cluster"),
                given.subList(0, 5));
        int jar = given.indexOf("the.jar");
        assertEquals(
                List.of("--class", "unroll.cli.Main", "the.jar", "train", "--inline"),
                given.subList(jar - 2, jar + 3));
        assertEquals(conf("run.dir=" + runDir), ConfigurationFile.ofInline(given.get(jar + 3)));
        assertEquals("--fresh", given.get(given.size() - 1));
    }

    @Test
    void aDirectoryInUseIsRefusedBeforeSubmission() throws IOException {
        var run = run();
        var file = Files.writeString(folder.resolve("a.yaml"), YAML).toString();
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        try (var lock = RunLock.acquire(run.store(), run.path(), "app-7", message -> {})) {
            lock.check();
            int code =
                    Main.run(
                            new SparkEngine(),
                            stream,
                            stream,
                            "train-on-cluster",
                            "--launcher",
                            "/none",
                            "--jar",
                            "the.jar",
                            "--shared-files",
                            file,
                            "--set",
                            "run.dir=" + run.path());
            assertEquals(6, code);
        }
        assertTrue(out.toString(StandardCharsets.UTF_8).contains("app-7"));
    }

    private RunDirectory run() {
        return new RunDirectory(new LocalStore(), folder.resolve("run").toString());
    }

    private static void status(
            RunDirectory run, String submission, Status.State state, OptionalInt code)
            throws IOException {
        run.writeStatus(new Status(state, code, "going on", submission, 2, 5, Instant.EPOCH));
    }

    private int follow(RunDirectory run, String script) throws IOException {
        var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
        var process = new ProcessBuilder("sh", "-c", script).start();
        return new ClusterFollower(run, "this", Duration.ofMillis(20), stream).follow(process);
    }
}
