package unroll.cli;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.ConfigurationReader;
import unroll.conf.ConfigurationWriter;

/** Where a command's configuration comes from. */
final class ConfigurationFile {
    private ConfigurationFile() {}

    /**
     * @throws ConfigurationException when there is no such file, or it is wrong
     */
    static Configuration read(String file, List<String> overrides) {
        return ConfigurationReader.read(content(file), file, overrides);
    }

    private static String content(String file) {
        try {
            return Files.readString(Path.of(file), StandardCharsets.UTF_8);
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(file + ": expected text in UTF-8, got other bytes");
        } catch (IOException | InvalidPathException e) {
            throw new ConfigurationException(
                    file
                            + ": expected a configuration file such as conf/sentiment.yaml, got none that can be read");
        }
    }

    /**
     * A configuration as one argument of a submission: the machine of the driver does not see the
     * file.
     */
    static String inline(Configuration conf) {
        var yaml = ConfigurationWriter.yaml(conf).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(yaml);
    }

    /** Reads what {@link #inline} gave. */
    static Configuration ofInline(String argument) {
        try {
            var yaml = new String(Base64.getUrlDecoder().decode(argument), StandardCharsets.UTF_8);
            return ConfigurationReader.read(yaml, "submitted configuration", List.of());
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "--inline: expected what the launcher made, got other text");
        }
    }
}
