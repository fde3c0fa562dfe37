package unroll.conf.read;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import unroll.task.registry.Tasks;

class ShippedConfigurationsTest {
    private static List<Path> files() throws IOException {
        try (var files = Files.walk(Path.of("conf"))) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("files")
    void readAndReadBackEqual(Path file) throws IOException {
        var conf = Tasks.reader().read(Files.readString(file), file.toString(), List.of());
        assertEquals(conf, Tasks.reader().ofTree(ConfigurationWriter.tree(conf)));
    }
}
