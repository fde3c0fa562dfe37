package unroll.conf.read;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import unroll.conf.CheckpointConf;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.DivergenceConf;
import unroll.conf.KernelChoice;
import unroll.conf.RunConf;
import unroll.conf.TaskConf;
import unroll.conf.TextConf;
import unroll.conf.setting.Range;
import unroll.conf.setting.Reading;
import unroll.conf.setting.Section;
import unroll.conf.setting.Setting;

/**
 * YAML to a {@link Configuration}. The readers of the sections declare every setting once: key,
 * range, default and meaning; messages and the table of settings come from the same declarations.
 */
public final class ConfigurationReader {
    /** Together all branches that have settings of their own: the table of settings' source. */
    private static final List<String> EVERYTHING = everything();

    private ConfigurationReader() {}

    /**
     * Reads and checks.
     *
     * @param fileName what messages call it
     * @param overrides such as {@code training.epochs=3}, applied in order
     * @throws ConfigurationException naming every mistake with its file, line and key, one a line
     */
    public static Configuration read(String yaml, String fileName, List<String> overrides) {
        return read(yaml, fileName, overrides, Variables.today());
    }

    /**
     * Reads and checks.
     *
     * @param variables what {@code ${date}} and others stand for
     */
    public static Configuration read(
            String yaml, String fileName, List<String> overrides, Variables variables) {
        var root = Yaml.parse(yaml, fileName);
        for (var override : overrides) {
            root = Yaml.override(root, override);
        }
        var reading = new Reading(fileName, ConfigurationReader::keys);
        return read(variables.replace(root, reading), reading);
    }

    private static Configuration read(MappingNode root, Reading reading) {
        Configuration configuration;
        try (var section = new Section(reading, "", root, root)) {
            configuration = configuration(section);
        }
        Combinations.check(configuration, reading);
        ReservoirCombinations.check(configuration, standard(), reading);
        reading.finish();
        return configuration;
    }

    /**
     * A configuration as {@link ConfigurationWriter#yaml} gives it. Its texts stand for themselves:
     * variables were replaced when it was first read.
     *
     * @param name what messages call it
     */
    public static Configuration ofWritten(String yaml, String name) {
        return read(Yaml.parse(yaml, name), new Reading(name, ConfigurationReader::keys));
    }

    /**
     * A configuration as {@link ConfigurationWriter#tree} gives it, from a run or a model
     * directory.
     *
     * @throws ConfigurationException when it was written by another version, or changed
     */
    public static Configuration ofTree(Map<String, Object> tree) {
        return ofTree(tree, List.of());
    }

    /**
     * The same with some settings replaced.
     *
     * @param overrides such as {@code data.maxRejected=0.5}, applied in order
     */
    public static Configuration ofTree(Map<String, Object> tree, List<String> overrides) {
        requireValues("", tree);
        var name = "stored configuration";
        var root = Yaml.parse(Yaml.write(tree), name);
        for (var override : overrides) {
            root = Yaml.override(root, override);
        }
        return read(root, new Reading(name, ConfigurationReader::keys));
    }

    /** A stored configuration has every default: what is nothing there was not written by us. */
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

    /** The defaults of all that has some; what has none is empty. */
    private static Configuration standard() {
        try (var section =
                new Section(
                        new Reading("", ConfigurationReader::keys),
                        "",
                        Yaml.parse("{}", ""),
                        null)) {
            return configuration(section);
        }
    }

    private static List<String> keys() {
        return settings().stream().map(Setting::key).toList();
    }

    /** Every setting there is, in the order of the file. */
    public static List<Setting> settings() {
        var settings = new ArrayList<Setting>();
        for (var branch : EVERYTHING) {
            var reading = new Reading("", ConfigurationReader::keys);
            try (var section = new Section(reading, "", Yaml.parse(branch, ""), null)) {
                configuration(section);
            }
            for (var setting : reading.settings()) {
                if (settings.stream().noneMatch(known -> known.key().equals(setting.key()))) {
                    settings.add(place(settings, setting.section()), setting);
                }
            }
        }
        return List.copyOf(settings);
    }

    private static List<String> everything() {
        var branches = new ArrayList<String>();
        branches.add(
                "{data: {train: {}, test: {}},"
                        + " model: {inputs: [{vectors: {source: file}}, {vectors: {source: word2vec}},"
                        + " {kind: letters}],"
                        + " layers: [{cell: elman}, {cell: jordan}, {cell: lstm}, {cell: gru},"
                        + " {cell: reservoir}, {layer: convolution}]}}");
        for (var name : OptimizerSection.NAMES) {
            branches.add("{training: {optimizer: {name: " + name + "}}}");
        }
        for (var name : ScheduleSection.NAMES) {
            branches.add("{training: {schedule: {name: " + name + "}}}");
        }
        branches.add("{training: {optimizer: {groups: [{}]}, averaging: {name: ema}}}");
        branches.add("{training: {averaging: {name: asgd}}}");
        return List.copyOf(branches);
    }

    /** After the last setting of the same section; at the end where there is none. */
    private static int place(List<Setting> settings, String section) {
        for (int i = settings.size(); i > 0; i--) {
            if (settings.get(i - 1).section().equals(section)) {
                return i;
            }
        }
        return settings.size();
    }

    private static Configuration configuration(Section root) {
        var task =
                root.choice(
                        "task",
                        TaskConf.CLASSIFY,
                        "what is learnt: `classify`, a class for each sequence; `forecast`, numbers for each sequence,"
                                + " or each next step; `language`, the next word of a text; `transcribe`, a sequence of labels for"
                                + " each longer sequence, of which no step is known to be whose label (CTC)");
        var run = run(root);
        var data = DataSection.read(root);
        var text = text(root);
        var model = ModelSection.read(root);
        return new Configuration(
                task,
                run,
                data,
                text,
                model,
                TrainingSection.read(root, text.maxLength(), model.reservoir().isPresent()),
                BpttSection.read(root),
                SyncSection.read(root),
                checkpoint(root),
                divergence(root),
                baseline(root, task == TaskConf.CLASSIFY && data.train().words()),
                root.choice(
                        "kernels",
                        KernelChoice.AUTO,
                        "`auto` is SIMD where the JVM has the module, else scalar; both give the same bits"));
    }

    /**
     * @param texts whether texts are classified
     */
    private static boolean baseline(Section root, boolean texts) {
        var value =
                root.value(
                        "baseline",
                        "true or false",
                        "true; false unless texts are classified",
                        "whether a bag-of-words model is trained too and stands beside the network's figures");
        boolean baseline = value.flag(texts);
        if (baseline && !texts) {
            value.wrong("false unless texts are classified");
        }
        return baseline;
    }

    private static RunConf run(Section root) {
        try (var run = root.section("run")) {
            return new RunConf(
                    run.required(
                            "dir",
                            "run directory on any Hadoop file system; `${date}`, here as in every text, becomes the day"
                                    + " of the launch (or of `--date`), such as 2026-01-31, and `${env:NAME}` what the"
                                    + " environment variable holds"),
                    run.whole("seed", 1, "the one source of randomness"));
        }
    }

    private static TextConf text(Section root) {
        try (var text = root.section("text")) {
            return new TextConf(
                    text.choice(
                            "tokenizer",
                            TextConf.Tokenizer.STANDARD,
                            "`standard` (Unicode words), `whitespace`, `cjk` (pairs of ideographs), `smartcn`"
                                    + " (Chinese words), `letters` (n-grams)"),
                    text.integer(
                            "letters",
                            3,
                            Range.closed(1, 20),
                            "length of the n-grams of `tokenizer: letters`"),
                    text.flag("lowercase", true, "whether words are put in lower case"),
                    text.flag(
                            "stripHtml", false, "whether HTML tags and entities are removed first"),
                    text.choice(
                            "normalize",
                            TextConf.Normalize.NFC,
                            "Unicode form of all text, `nfc` or `nfkc` (also full-width forms, ligatures); both"
                                    + " turn every space into a plain one and remove zero-width spaces and soft"
                                    + " hyphens. `none` leaves text as it is"),
                    text.flag(
                            "apostrophes",
                            true,
                            "whether typographic apostrophes become plain ones, so that didn’t is didn't"),
                    text.integer(
                            "vocabulary", 30_000, Range.atLeast(1), "most words that are known"),
                    text.integer(
                            "minCount",
                            2,
                            Range.atLeast(1),
                            "least count of a known word in the training part"),
                    text.integer(
                            "unknownBuckets",
                            16,
                            Range.atLeast(1),
                            "ids that all other words are hashed to"),
                    text.integer(
                            "maxLength",
                            400,
                            Range.atLeast(1),
                            "words of a text that are read, from its start"));
        }
    }

    private static CheckpointConf checkpoint(Section root) {
        try (var checkpoint = root.section("checkpoint")) {
            return new CheckpointConf(
                    checkpoint.number(
                            "minutes",
                            10,
                            Range.above(0),
                            "most minutes between two checkpoints; each epoch ends with one"),
                    checkpoint.integer(
                            "keep",
                            3,
                            Range.atLeast(1),
                            "newest checkpoints that stay; the best stays too"));
        }
    }

    private static DivergenceConf divergence(Section root) {
        try (var divergence = root.section("divergence")) {
            return new DivergenceConf(
                    divergence.number(
                            "maxSkipped",
                            0.1,
                            Range.closed(0, 1),
                            "largest share of a round's batches whose loss or gradient is not finite"),
                    divergence.integer(
                            "retries",
                            3,
                            Range.atLeast(0),
                            "rounds thrown away, each halving the rate, before the run gives up"));
        }
    }
}
