package unroll.conf.read;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.setting.Mistakes;
import unroll.conf.setting.Nested;
import unroll.conf.setting.Setting;
import unroll.conf.setting.Settings;
import unroll.conf.setting.Value;

/** YAML to a {@link Configuration}, checked by the rules. */
public final class ConfigurationReader {
    private static final List<Rule> RULES =
            List.of(
                    TrainingRules::check,
                    ModelRules::check,
                    TeacherForcingRules::check,
                    CutRules::check,
                    SegmentRules::check,
                    BytePairRules::check,
                    AdversarialRules::check,
                    ReservoirRules::check);

    private final Rule tasks;

    /**
     * @param tasks the rules of tasks, checked after all others
     */
    public ConfigurationReader(Rule tasks) {
        this.tasks = tasks;
    }

    /**
     * Reads and checks.
     *
     * @param fileName its name in messages
     * @param overrides such as {@code training.epochs=3}, applied in order
     * @throws ConfigurationException naming every mistake with its file, line and key, one a line
     */
    public Configuration read(String yaml, String fileName, List<String> overrides) {
        return read(yaml, fileName, overrides, Variables.today());
    }

    /**
     * Reads and checks.
     *
     * @param variables the values of {@code ${date}} and others
     */
    public Configuration read(
            String yaml, String fileName, List<String> overrides, Variables variables) {
        var root = overridden(Yaml.parse(yaml, fileName), overrides);
        var mistakes = mistakes(fileName);
        return read(variables.replace(root, mistakes), mistakes);
    }

    private static MappingNode overridden(MappingNode root, List<String> overrides) {
        for (var override : overrides) {
            root = Yaml.override(root, override);
        }
        return root;
    }

    private Configuration read(MappingNode root, Mistakes mistakes) {
        var configuration =
                Nested.read(
                        Configuration.SETTINGS,
                        new Value(mistakes, "", root),
                        Settings.none(),
                        Optional.empty());
        RULES.forEach(rule -> rule.check(configuration, mistakes));
        tasks.check(configuration, mistakes);
        mistakes.message()
                .ifPresent(
                        message -> {
                            throw new ConfigurationException(message);
                        });
        return configuration;
    }

    private static Mistakes mistakes(String fileName) {
        return new Mistakes(fileName, () -> settings().stream().map(Setting::key).toList());
    }

    /**
     * Reads a configuration that {@link ConfigurationWriter#yaml} wrote. Variables are not
     * replaced: that was done when it was first read.
     *
     * @param name its name in messages
     */
    public Configuration ofWritten(String yaml, String name) {
        return read(Yaml.parse(yaml, name), mistakes(name));
    }

    /**
     * Reads a configuration as {@link ConfigurationWriter#tree} gives it, from a run or a model
     * directory.
     *
     * @throws ConfigurationException when it was written by another version, or changed
     */
    public Configuration ofTree(Map<String, Object> tree) {
        return ofTree(tree, List.of());
    }

    /**
     * Returns a configuration with some settings replaced.
     *
     * @param overrides such as {@code data.maxRejected=0.5}, applied in order
     */
    public Configuration ofTree(Map<String, Object> tree, List<String> overrides) {
        requireValues("", tree);
        var name = "stored configuration";
        return read(overridden(Yaml.parse(Yaml.write(tree), name), overrides), mistakes(name));
    }

    /** A stored configuration has every default: a missing value was not written by us. */
    private static void requireValues(String key, Object tree) {
        if (tree instanceof Map<?, ?> map) {
            map.forEach((name, value) -> requireValues(key + "." + name, value));
        } else if (tree instanceof List<?> list) {
            list.forEach(element -> requireValues(key + "[]", element));
        } else if (tree == null) {
            throw new ConfigurationException(
                    "stored configuration: %s: expected a value, got nothing"
                            .formatted(key.substring(1)));
        }
    }

    /** Returns every setting, each once, in the order of the file. */
    public static List<Setting> settings() {
        var settings = new LinkedHashMap<String, Setting>();
        Configuration.SETTINGS.list("", setting -> settings.putIfAbsent(setting.key(), setting));
        return List.copyOf(settings.values());
    }
}
