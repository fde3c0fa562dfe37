package unroll.conf.read;

import java.util.Map;
import unroll.conf.Configuration;
import unroll.conf.setting.Nested;
import unroll.message.Printable;
import unroll.message.Secrets;

/**
 * A {@link Configuration} to YAML, or to a tree for JSON; {@link ConfigurationReader} reads both
 * back.
 */
public final class ConfigurationWriter {
    private ConfigurationWriter() {}

    /** Returns YAML with every default, and with the secrets of sources, for training from it. */
    public static String yaml(Configuration conf) {
        return Yaml.write(tree(conf));
    }

    /** Returns YAML with every default, without the secrets of sources; it can be read again. */
    public static String printed(Configuration conf) {
        return Printable.message(Yaml.write(Secrets.redact(tree(conf)))).replace("${", "$${");
    }

    /**
     * Returns maps, lists, strings, longs, doubles and booleans; every default is present, keys are
     * in the order of the file.
     */
    public static Map<String, Object> tree(Configuration conf) {
        return Nested.write(Configuration.SETTINGS, conf);
    }
}
