package unroll.spark.job;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import unroll.cli.Commands;
import unroll.task.registry.Tasks;
import unroll.train.ExitCode;

/** A training run as a process of its own: reads a configuration, ends with the exit code. */
final class TrainProcess {
    private TrainProcess() {}

    /**
     * @param args the configuration's file
     */
    public static void main(String[] args) throws Exception {
        // As spark-submit hands its settings over.
        Map.of(
                        "spark.master", "local[2]",
                        "spark.ui.enabled", "false",
                        "spark.driver.bindAddress", "127.0.0.1",
                        "spark.driver.host", "127.0.0.1",
                        "spark.sql.shuffle.partitions", "2")
                .forEach(System::setProperty);
        var conf = Tasks.reader().read(Files.readString(Path.of(args[0])), args[0], List.of());
        int code = 0;
        try {
            Commands.train(conf, false, "", System.out);
        } catch (RuntimeException e) {
            code = ExitCode.of(e);
            System.out.write((e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        System.out.flush();
        System.exit(code);
    }
}
