package unroll.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

final class InterruptionTest {
    /** Ends itself with exit code 52, or waits for a signal. */
    public static final class Ending {
        private Ending() {}

        public static void main(String[] args) throws InterruptedException {
            var interruption = new Interruption(new Printing());
            interruption.orderly(args[0].equals("in order"));
            System.out.println("ready");
            if (!args[0].equals("signal")) {
                System.exit(52);
            }
            Thread.sleep(60_000);
            interruption.close();
        }
    }

    private record Printing() implements Interruption.Ends {
        @Override
        public void interrupted() {
            System.out.println("interrupted");
        }

        @Override
        public void exited() {
            System.out.println("exited");
        }
    }

    private static Process start(String how) throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        Ending.class.getName(),
                        how)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    @Test
    void aProcessThatEndsItselfWasNotInterrupted() throws Exception {
        for (var how : new String[] {"at once", "in order"}) {
            var process = start(how);
            assertTrue(process.waitFor(60, TimeUnit.SECONDS), how);
            assertEquals(52, process.exitValue());
            var output = process.getInputStream().readAllBytes();
            assertEquals("ready\nexited\n", new String(output, StandardCharsets.UTF_8));
        }
    }

    @Test
    void aSignalInterrupts() throws Exception {
        var process = start("signal");
        try (var output = process.inputReader(StandardCharsets.UTF_8)) {
            assertEquals("ready", output.readLine());
            process.toHandle().destroy(); // the process would close its output
            assertTrue(process.waitFor(60, TimeUnit.SECONDS));
            assertEquals(143, process.exitValue());
            assertEquals("interrupted", output.readLine());
        }
    }
}
