package unroll.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs as processes of their own, on machines that differ in all but the data. */
@Tag("slow")
final class MachinesTest {
    @TempDir Path folder;

    /** How a machine is set up. */
    private record Machine(List<String> java, Map<String, String> environment, String umask) {}

    private static final Machine PLAIN = new Machine(List.of(), Map.of(), "022");

    private static final Machine ARABIC =
            new Machine(
                    List.of(
                            "-Duser.language=ar",
                            "-Duser.country=EG",
                            "-Duser.extensions=u-nu-arab",
                            "-Duser.timezone=Pacific/Apia",
                            "-Dfile.encoding=ISO-8859-1"),
                    Map.of("LC_ALL", "C", "TZ", "Pacific/Apia"),
                    "077");

    private static final Machine TURKISH =
            new Machine(
                    List.of(
                            "-Duser.language=tr",
                            "-Duser.country=TR",
                            "-Duser.timezone=Asia/Kathmandu",
                            "-Dfile.encoding=COMPAT"),
                    Map.of("LC_ALL", "POSIX"),
                    "027");

    /** Capital letters, digits, accents, and a day that one of the time zones never had. */
    private void write() throws IOException {
        var lines = new ArrayList<String>();
        lines.add("at,review,label");
        for (int i = 0; i < 120; i++) {
            lines.add(
                    "2011-12-%s 1%d:00:00,THE TITLE %d IS %s İĞŞ film %d,%s"
                            .formatted(
                                    i % 10 == 0 ? "30" : "31",
                                    i % 9,
                                    i % 7,
                                    i % 2 == 0 ? "DIVINE" : "RIDICULOUS",
                                    i,
                                    i % 2 == 0 ? "IYI" : "KÖTÜ"));
        }
        Files.write(folder.resolve("reviews.csv"), lines);
    }

    private void train(Machine machine, String run, int epochs) throws Exception {
        var yaml = folder.resolve("conf.yaml");
        Files.writeString(
                yaml,
                """
                run: {dir: "%s"}
                baseline: false
                data:
                  train:
                    format: csv
                    path: "%s"
                    text: review
                    label: label
                    where: at >= '2011-12-31'
                    options: {inferSchema: true}
                  validation: 0.2
                  shards: 2
                text: {minCount: 1}
                model: {embedding: 8, layers: [{cell: gru, size: 8}]}
                training: {epochs: %s, batch: 8}
                """
                        .formatted(
                                folder.resolve(run),
                                folder.resolve("reviews.csv"),
                                Integer.toString(epochs)));
        var command =
                new ArrayList<>(
                        List.of(
                                "sh",
                                "-c",
                                "umask " + machine.umask() + "; exec \"$@\"",
                                "sh",
                                Path.of(System.getProperty("java.home"), "bin/java").toString()));
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
                .filter(argument -> argument.startsWith("--add-"))
                .forEach(command::add);
        command.addAll(machine.java());
        command.addAll(
                List.of(
                        "-Xmx1g",
                        "-Dspark.master=local[2]",
                        "-Dspark.ui.enabled=false",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        "train",
                        yaml.toString()));
        var output = folder.resolve("output.txt");
        var builder =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("LC_"));
        if (!machine.equals(PLAIN)) {
            builder.environment().remove("HOME");
        }
        builder.environment().putAll(machine.environment());
        assertEquals(0, builder.start().waitFor(), Files.readString(output));
    }

    private byte[] parameters(String run) throws IOException {
        return Files.readAllBytes(folder.resolve(run).resolve("model/parameters.safetensors"));
    }

    private String fingerprint(String run) throws IOException {
        return new ObjectMapper()
                .readTree(folder.resolve(run).resolve("model/model.json").toFile())
                .path("provenance")
                .path("dataFingerprint")
                .asText();
    }

    @Test
    void aRunGoesOnUnderAnotherLocaleTimeZoneAndEncodingInTheSameBits() throws Exception {
        write();
        train(PLAIN, "whole", 2);
        train(ARABIC, "moved 50%", 1);
        train(TURKISH, "moved 50%", 2);
        assertEquals(fingerprint("whole"), fingerprint("moved 50%"));
        assertArrayEquals(parameters("whole"), parameters("moved 50%"));
    }
}
