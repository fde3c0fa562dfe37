package unroll.cli.option;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.read.ConfigurationWriter;
import unroll.conf.read.Variables;
import unroll.io.FailureReason;
import unroll.task.registry.Tasks;

/** The source of a command's configuration. */
public final class ConfigurationFile {
    private ConfigurationFile() {}

    /** Far above any configuration. */
    private static final int MOST_BYTES = 3_000_000;

    /**
     * Reads a file.
     *
     * @throws ConfigurationException if the file does not exist, or is wrong
     */
    static Configuration read(String file, List<String> overrides, Variables variables) {
        return Tasks.reader().read(content(file), file, overrides, variables);
    }

    private static String content(String file) {
        byte[] bytes;
        try (var in = Files.newInputStream(Path.of(file))) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (IOException e) {
            throw unreadable(file, FailureReason.of(e));
        } catch (InvalidPathException e) {
            throw unreadable(file, e.getReason());
        }
        if (bytes.length > MOST_BYTES) {
            throw new ConfigurationException(
                    file
                            + ": expected a configuration of at most 3 MB, such as conf/sentiment.yaml, got more");
        }
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
        } catch (CharacterCodingException e) {
            throw new ConfigurationException(
                    file
                            + ": expected text in UTF-8, got "
                            + (isUtf16(bytes) ? "UTF-16" : "other bytes"));
        }
    }

    private static ConfigurationException unreadable(String file, String reason) {
        return new ConfigurationException(
                "%s: expected a configuration file such as conf/sentiment.yaml, got none that can be read: %s"
                        .formatted(file, reason));
    }

    private static boolean isUtf16(byte[] bytes) {
        int mark = bytes.length < 2 ? 0 : (bytes[0] & 0xff) << 8 | (bytes[1] & 0xff);
        return mark == 0xfeff || mark == 0xfffe;
    }

    /**
     * A configuration as one argument of a submission: the machine of the driver does not see the
     * file.
     */
    public static String inline(Configuration conf) {
        var yaml = ConfigurationWriter.yaml(conf).getBytes(StandardCharsets.UTF_8);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(yaml);
    }

    /** Reads what {@link #inline} returned. */
    public static Configuration ofInline(String argument) {
        try {
            var yaml = new String(Base64.getUrlDecoder().decode(argument), StandardCharsets.UTF_8);
            return Tasks.reader().ofWritten(yaml, "submitted configuration");
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(
                    "--inline: expected the argument that the launcher makes, got other text");
        }
    }
}
