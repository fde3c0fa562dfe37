package unroll.encode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.encode.row.RowTarget;
import unroll.message.Printable;
import unroll.text.Vocabulary;

/**
 * Reads what {@link Codec#tree} returned. The file may come from anywhere, so everything is
 * checked: every mistake is an {@link IllegalArgumentException} that names the key.
 */
final class CodecReader {
    private final Map<String, Object> tree;

    private CodecReader(Map<String, Object> tree) {
        this.tree = tree;
    }

    static Codec read(
            Map<String, Object> tree, List<String> words, Configuration conf, RowTarget target) {
        var reader = new CodecReader(tree);
        var codec =
                new Codec(
                        new Vocabulary(words, conf.text().unknownBuckets()),
                        reader.scaling("inputs"),
                        reader.labels(),
                        reader.scaling("targets"));
        if (target == RowTarget.TAGS) {
            codec = codec.ofTags();
        }
        check(codec, conf, target);
        if (tree.containsKey("unknownWords")) {
            codec = codec.withUnknownWords(reader.share("unknownWords"));
        }
        return tree.containsKey("temperature")
                ? codec.withTemperature(reader.temperature())
                : codec;
    }

    /** Checks that a codec has what its task needs. */
    private static void check(Codec codec, Configuration conf, RowTarget target) {
        var train = conf.data().train();
        boolean labelled = target.labels();
        require("labels", labelled, !codec.labels().isEmpty(), "task " + conf.task().word());
        require("inputs", !train.words(), !codec.words(), "data.train.sequence");
        require(
                "targets",
                !train.target().isEmpty(),
                codec.targets().columns() > 0,
                "data.train.target");
    }

    private static void require(String key, boolean expected, boolean present, String setting) {
        if (expected != present) {
            throw new IllegalArgumentException(
                    key + ": expected " + (expected ? "some" : "none") + " by " + setting);
        }
    }

    private List<String> labels() {
        var labels = new ArrayList<String>();
        var distinct = new HashSet<String>();
        for (var label : list("labels", tree.getOrDefault("labels", List.of()))) {
            var key = "labels[" + labels.size() + "]";
            if (!(label instanceof String text) || text.isEmpty()) {
                throw wrong(key, "a label", label);
            }
            if (!distinct.add(text)) {
                throw wrong(key, "a label that no other class has", text);
            }
            labels.add(text);
        }
        return labels;
    }

    private double share(String key) {
        if (tree.get(key) instanceof Number share
                && share.doubleValue() >= 0
                && share.doubleValue() <= 1) {
            return share.doubleValue();
        }
        throw wrong(key, "a number between 0 and 1", tree.get(key));
    }

    private double temperature() {
        if (tree.get("temperature") instanceof Number temperature
                && temperature.doubleValue() > 0
                && Double.isFinite(temperature.doubleValue())) {
            return temperature.doubleValue();
        }
        throw wrong("temperature", "a number above 0", tree.get("temperature"));
    }

    private Scaling scaling(String key) {
        if (!tree.containsKey(key)) {
            return Scaling.none(0);
        }
        if (!(tree.get(key) instanceof Map<?, ?> scaling)) {
            throw wrong(key, "means and deviations", tree.get(key));
        }
        var means = numbers(key + ".means", scaling.get("means"), -Double.MAX_VALUE);
        var deviations = numbers(key + ".deviations", scaling.get("deviations"), 0);
        if (means.length == 0 || means.length != deviations.length) {
            throw wrong(
                    key,
                    "a mean and a deviation for each column",
                    means.length + " means and " + deviations.length + " deviations");
        }
        return new Scaling(means, deviations);
    }

    private static double[] numbers(String key, Object value, double least) {
        var list = list(key, value);
        var numbers = new double[list.size()];
        for (int i = 0; i < numbers.length; i++) {
            double number = list.get(i) instanceof Number x ? x.doubleValue() : Double.NaN;
            if (!Double.isFinite(number) || number < least) {
                throw wrong(
                        key + "[" + i + "]",
                        least == 0 ? "a number of at least 0" : "a number",
                        list.get(i));
            }
            numbers[i] = number;
        }
        return numbers;
    }

    private static List<?> list(String key, Object value) {
        if (value instanceof List<?> list) {
            return list;
        }
        throw wrong(key, "a list", value);
    }

    private static IllegalArgumentException wrong(String key, String expected, Object got) {
        return new IllegalArgumentException(
                "%s: expected %s, got %s"
                        .formatted(key, expected, Printable.brief(String.valueOf(got))));
    }
}
