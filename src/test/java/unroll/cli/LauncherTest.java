package unroll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code submit/unroll} with a Java and a Spark that only say how they were called. */
class LauncherTest {
    @TempDir private Path temporary;
    private Path home;
    private Path java;
    private Path spark;

    private record Result(int code, String text) {}

    @BeforeEach
    void install() throws IOException {
        home = Files.createDirectories(temporary.resolve("with space"));
        var submit = Files.createDirectories(home.resolve("submit"));
        Files.copy(Path.of("submit/unroll"), submit.resolve("unroll"));
        assertTrue(submit.resolve("unroll").toFile().setExecutable(true));
        var defaults = Path.of("spark/spark-defaults.conf");
        Files.createDirectories(submit.resolve("spark"));
        Files.copy(Path.of("submit").resolve(defaults), submit.resolve(defaults));
        Files.createDirectories(home.resolve("target"));
        Files.createFile(home.resolve("target/unroll-1.jar"));
        java = temporary.resolve("jdk");
        spark = temporary.resolve("spark");
        Files.createDirectories(spark.resolve("jars"));
        script(spark.resolve("bin/spark-submit"), "echo submit; printf '<%s>\\n' \"$@\"");
        java("17.0.1");
    }

    private void java(String version) throws IOException {
        script(
                java.resolve("bin/java"),
                "if [ \"$1\" = -version ]; then echo 'openjdk version \"%s\" 2024' >&2; exit 0; fi\n"
                                .formatted(version)
                        + "echo java; printf '<%s>\\n' \"$@\"");
    }

    private static void script(Path file, String body) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + body + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private Result launch(String... args) throws Exception {
        return launch(home.resolve("submit/unroll"), args);
    }

    private Result launch(Path launcher, String... args) throws Exception {
        var command = new ArrayList<>(List.of(launcher.toString()));
        command.addAll(List.of(args));
        var builder =
                new ProcessBuilder(command).redirectErrorStream(true).directory(temporary.toFile());
        builder.environment().put("JAVA_HOME", java.toString());
        builder.environment().put("SPARK_HOME", spark.toString());
        var process = builder.start();
        var text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Result(process.waitFor(), text);
    }

    private String jar() throws IOException {
        return home.toRealPath().resolve("target/unroll-1.jar").toString();
    }

    @Test
    void otherVersionsOfJavaAreRefused() throws Exception {
        for (var version : List.of("1.8.0_402", "11.0.2", "24.0.1", "26", "170.1", "250")) {
            java(version);
            var result = launch("config", "a.yaml");
            assertEquals(2, result.code());
            assertTrue(
                    result.text()
                            .startsWith(
                                    "unroll: expected a JDK 17, 21, or 25 from 25.0.3 on, got "
                                            + version
                                            + " ("),
                    result.text());
        }
        for (var version : List.of("17", "21.0.4", "25.0.3", "25.0.10", "25.1", "25.0.3+9-LTS")) {
            java(version);
            assertEquals(0, launch("config", "a.yaml").code(), version);
        }
    }

    @Test
    void anEarly25IsRefusedWithTheReason() throws Exception {
        for (var version : List.of("25", "25-ea", "25.0.1", "25.0.2", "25.0.2.1")) {
            java(version);
            var result = launch("config", "a.yaml");
            assertEquals(2, result.code(), version);
            assertTrue(result.text().contains("got " + version + " ("), result.text());
            assertTrue(result.text().contains("JDK-8377811"), result.text());
        }
    }

    @Test
    void java25IsToldToAllowWhatSparkNeedsAndAnOlderSparkIsRefused() throws Exception {
        java("25.0.3");
        var text = launch("inspect", "m").text();
        assertTrue(text.contains("<--sun-misc-unsafe-memory-access=allow>"), text);
        Files.createFile(spark.resolve("jars/spark-core_2.13-4.1.0.jar"));
        var refused = launch("inspect", "m");
        assertEquals(2, refused.code(), refused.text());
        assertTrue(
                refused.text().startsWith("unroll: expected Spark 4.2 for Java 25.0.3, got "),
                refused.text());
        java("21.0.4");
        assertEquals(0, launch("inspect", "m").code());
    }

    @Test
    void trainGoesToSparkSubmitWithItsArgumentsWhole() throws Exception {
        var result =
                launch(
                        "train",
                        "my conf.yaml",
                        "--set",
                        "run.dir=a b",
                        "--",
                        "--master",
                        "yarn",
                        "--name",
                        "x y");
        assertEquals(
                """
                starting Spark ...
                submit
                <--master>
                <yarn>
                <--name>
                <x y>
                <--class>
                <unroll.cli.Main>
                <%s>
                <train>
                <my conf.yaml>
                <--set>
                <run.dir=a b>
                """
                        .formatted(jar()),
                result.text());
        assertEquals(0, result.code());
    }

    @Test
    void whatNeedsNoSparkRunsAsPlainJava() throws Exception {
        for (var args :
                List.of(
                        List.of("predict", "m", "--text", "not bad"),
                        List.of("train", "--help"),
                        List.of("train", "--version"),
                        List.of("evaluate", "-V"),
                        List.of("inspect", "m"),
                        List.of("bench"),
                        List.of("config", "a.yaml"))) {
            var text = launch(args.toArray(new String[0])).text();
            assertTrue(text.startsWith("java\n"), text);
            assertTrue(
                    text.endsWith("<unroll.cli.Main>\n<" + String.join(">\n<", args) + ">\n"),
                    text);
        }
        var rows = launch("predict", "m", "--data", "d", "--output", "o").text();
        assertTrue(rows.startsWith("starting Spark ...\nsubmit\n"), rows);
    }

    @Test
    void whatFollowsTextIsAText() throws Exception {
        for (var text : List.of("--", "-- x", "--help", "-h", "", "@file", "a\nb", "--text")) {
            var printed = launch("predict", "m", "--text", text, "--seed", "2").text();
            assertTrue(printed.startsWith("java\n"), printed);
            assertTrue(
                    printed.endsWith("<predict>\n<m>\n<--text>\n<" + text + ">\n<--seed>\n<2>\n"),
                    printed);
        }
        // For other commands it is the name of a column.
        var split = launch("evaluate", "m", "d", "--text", "review", "--", "--name", "x").text();
        assertTrue(split.startsWith("starting Spark ...\nsubmit\n<--name>\n<x>\n"), split);
    }

    @Test
    void clusterModeIsFollowed() throws Exception {
        for (var mode :
                List.of(
                        List.of("--deploy-mode", "cluster"),
                        List.of("--deploy-mode=cluster"),
                        List.of("--conf", "spark.submit.deployMode=cluster"))) {
            var args = new ArrayList<>(List.of("train", "a.yaml", "--fresh", "--"));
            args.addAll(mode);
            var text = launch(args.toArray(new String[0])).text();
            assertTrue(text.contains("<train-on-cluster>\n"), text);
            assertTrue(
                    text.endsWith(
                            "<a.yaml>\n<--fresh>\n<-->\n<" + String.join(">\n<", mode) + ">\n"),
                    text);
        }
        var client = launch("train", "a.yaml", "--", "--deploy-mode", "client").text();
        assertTrue(client.startsWith("starting Spark ...\nsubmit\n"), client);
    }

    @Test
    void isFoundThroughSymbolicLinks() throws Exception {
        var link =
                Files.createSymbolicLink(
                        temporary.resolve("unroll"), Path.of("with space/submit/unroll"));
        assertTrue(launch(link, "train", "a.yaml").text().contains("<" + jar() + ">"));
    }

    @Test
    void theExitCodeIsPassedOn() throws Exception {
        script(spark.resolve("bin/spark-submit"), "exit 4");
        assertEquals(4, launch("train", "a.yaml").code());
    }
}
