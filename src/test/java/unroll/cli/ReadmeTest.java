package unroll.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import unroll.conf.ConfigurationReader;

/** What the README says of settings is what the program says. */
class ReadmeTest {
    @Test
    void settingsAreThoseThatTheConfigCommandPrints() throws IOException {
        var table = ConfigCommand.table(ConfigurationReader.settings());
        var heading = table.lines().findFirst().orElseThrow();
        var inReadme =
                Files.readString(Path.of("README.md"))
                        .lines()
                        .dropWhile(line -> !line.equals(heading))
                        .takeWhile(line -> line.startsWith("|"))
                        .collect(Collectors.joining("\n", "", "\n"));
        assertEquals(
                table,
                inReadme,
                "README.md: put the output of ./submit/unroll config --settings there");
    }
}
