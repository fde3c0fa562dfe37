package unroll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

final class FailureTest {
    /** Spark fails at whatever it is doing when a signal ends the JVM. */
    @Test
    void whatFailsWhileTheJvmEndsIsNotUnforeseen() throws IOException, InterruptedException {
        var process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-cp",
                                System.getProperty("java.class.path"),
                                FailsWhileEnding.class.getName())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        assertEquals(
                "Spark was stopped before this was done: run the same command again\n",
                new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
        assertEquals(0, process.waitFor());
    }

    @Test
    void whatAFileSystemRefusesIsNamedWithItsReason() {
        var err = new StringWriter();
        var thrown = new IllegalStateException(new AccessDeniedException("/secret/run.json"));
        assertEquals(3, Failure.report(thrown, false, new PrintWriter(err)));
        assertEquals("cannot use /secret/run.json: permission denied\n", err.toString());
    }

    /** Reports a failure from a hook that the end of the JVM runs. */
    static final class FailsWhileEnding {
        private FailsWhileEnding() {}

        public static void main(String[] arguments) {
            Runtime.getRuntime()
                    .addShutdownHook(
                            new Thread(
                                    () ->
                                            Failure.report(
                                                    new IllegalStateException(
                                                            "Block broadcast_0 does not exist"),
                                                    false,
                                                    new PrintWriter(
                                                            System.out,
                                                            true,
                                                            StandardCharsets.UTF_8))));
        }
    }
}
