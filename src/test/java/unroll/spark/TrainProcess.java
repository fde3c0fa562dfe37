package unroll.spark;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import unroll.conf.ConfigurationReader;

/** A training run as a process of its own: reads a configuration, ends with the exit code. */
final class TrainProcess {
    private TrainProcess() {}

    /**
     * @param args the configuration's file
     */
    public static void main(String[] args) throws Exception {
        LocalSession.open(2);
        var conf = ConfigurationReader.read(Files.readString(Path.of(args[0])), args[0], List.of());
        int code = 0;
        try {
            TrainJob.run(conf, false, "", System.out);
        } catch (RuntimeException e) {
            code = ExitCode.of(e);
            System.out.write((e.getMessage() + "\n").getBytes(StandardCharsets.UTF_8));
        }
        System.out.flush();
        System.exit(code);
    }
}
