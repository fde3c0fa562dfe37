package unroll.encode;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.encode.row.RowTarget;
import unroll.message.Printable;
import unroll.text.BytePairMerges;
import unroll.text.Limit;
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
                        reader.names("labels", "a label", "class"),
                        reader.scaling("targets"));
        if (target.tags()) {
            codec = codec.ofTags(reader.names("secondLabels", "a label", "class"));
        }
        if (tree.containsKey("written")) {
            codec = codec.withWritten(reader.names("written", "a word", "word"));
        }
        var limit = Limit.of(conf.text());
        codec = codec.withMerges(reader.merges("merges"), reader.merges("writtenMerges"), limit);
        check(codec, conf, target);
        if (tree.containsKey("unknownWords")) {
            codec = codec.withUnknownWords(share("unknownWords", tree.get("unknownWords")));
        }
        var thresholds = reader.thresholds(codec.labels().size(), conf, target);
        double temperature = reader.positive("temperature");
        double ngramWeight = reader.positive("ngramWeight");
        return codec.withCalibration(new Calibration(temperature, ngramWeight, thresholds));
    }

    /** Checks that a codec has what its task needs. */
    private static void check(Codec codec, Configuration conf, RowTarget target) {
        var train = conf.data().train();
        boolean labelled = target.labels();
        var task = "task " + conf.task().word();
        require("labels", labelled, !codec.labels().isEmpty(), task);
        boolean two = target == RowTarget.TAGS_AND_LABEL;
        require("secondLabels", two, !codec.secondLabels().isEmpty(), "data.train.intent");
        require("inputs", !train.words(), !codec.words(), "data.train.sequence");
        require("targets", target.numbers(), codec.targets().columns() > 0, "data.train.target");
        require("written", target.written(), codec.written() != null, task);
        boolean merged = conf.text().merges() > 0;
        require("merges", merged && train.words(), codec.merges().splits(), "text.merges");
        boolean writes = merged && target == RowTarget.WORDS;
        require("writtenMerges", writes, codec.writtenMerges().splits(), "text.merges");
    }

    private static void require(String key, boolean expected, boolean present, String setting) {
        if (expected != present) {
            throw new IllegalArgumentException(
                    key
                            + (expected ? ": missing, but required by " : ": not expected with ")
                            + setting);
        }
    }

    /** Reads texts, each once and none of them empty. */
    private List<String> names(String list, String expected, String other) {
        var names = new ArrayList<String>();
        var distinct = new HashSet<String>();
        for (var name : list(list, tree.getOrDefault(list, List.of()))) {
            var key = list + "[" + names.size() + "]";
            if (!(name instanceof String text) || text.isEmpty()) {
                throw wrong(key, expected, name);
            }
            if (!distinct.add(text)) {
                throw wrong(key, expected + " that no other " + other + " has", text);
            }
            names.add(text);
        }
        return names;
    }

    /** Reads pairs of texts, none of them empty. */
    private BytePairMerges merges(String key) {
        if (!tree.containsKey(key)) {
            return BytePairMerges.NONE;
        }
        var pairs = new ArrayList<BytePairMerges.Pair>();
        for (var pair : list(key, tree.get(key))) {
            if (!(pair instanceof List<?> two)
                    || two.size() != 2
                    || !(two.get(0) instanceof String left)
                    || !(two.get(1) instanceof String right)
                    || left.isEmpty()
                    || right.isEmpty()) {
                throw wrong(key + "[" + pairs.size() + "]", "two pieces of words", pair);
            }
            pairs.add(new BytePairMerges.Pair(left, right));
        }
        return BytePairMerges.of(pairs);
    }

    private static double share(String key, Object value) {
        if (value instanceof Number share && share.doubleValue() >= 0 && share.doubleValue() <= 1) {
            return share.doubleValue();
        }
        throw wrong(key, "a number between 0 and 1", value);
    }

    /** Returns a factor, 1 if the tree has none. */
    private double positive(String key) {
        if (!tree.containsKey(key)) {
            return 1;
        }
        if (tree.get(key) instanceof Number number
                && number.doubleValue() > 0
                && Double.isFinite(number.doubleValue())) {
            return number.doubleValue();
        }
        throw wrong(key, "a number above 0", tree.get(key));
    }

    private List<Double> thresholds(int labels, Configuration conf, RowTarget target) {
        if (!tree.containsKey("thresholds")) {
            return List.of();
        }
        require("thresholds", target == RowTarget.LABEL_SET, true, "task " + conf.task().word());
        var list = list("thresholds", tree.get("thresholds"));
        if (list.size() != labels) {
            throw wrong("thresholds", "one for each of %s labels".formatted(labels), list.size());
        }
        var thresholds = new ArrayList<Double>();
        for (var threshold : list) {
            thresholds.add(share("thresholds[" + thresholds.size() + "]", threshold));
        }
        return thresholds;
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
