package unroll.golden;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.DoubleNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** One file of reference vectors: values by path, and its kind as its content tells. */
public final class GoldenFile {
    /** What a file holds; what cannot be told from the content is told from the name. */
    public enum Kind {
        RECURRENT,
        TRUNCATED,
        TRAINING,
        CLIP,
        OPTIMIZER,
        AVERAGE,
        CROSS_ENTROPY,
        BINARY_CROSS_ENTROPY,
        REGRESSION,
        CTC,
        ATTENTION,
        TIME_DELAY
    }

    private final String name;
    private final JsonNode root;

    private GoldenFile(String name, JsonNode root) {
        this.name = name;
        this.root = root;
    }

    static GoldenFile read(Path path) {
        String name = path.getFileName().toString();
        try {
            return new GoldenFile(name, new ObjectMapper().readTree(Files.readString(path)));
        } catch (IOException e) {
            throw new AssertionError(
                    "cannot read the reference file " + path + ": " + e.getMessage(), e);
        }
    }

    public String name() {
        return name;
    }

    public Kind kind() {
        if (has("chunk")) {
            return Kind.TRUNCATED;
        } else if (has("kind") && has("layers")) {
            return Kind.RECURRENT;
        } else if (has("tokens") && has("start")) {
            return Kind.TRAINING;
        } else if (has("before") && has("after")) {
            return Kind.CLIP;
        } else if (has("options") && has("path")) {
            return Kind.OPTIMIZER;
        } else if (has("averages")) {
            return Kind.AVERAGE;
        } else if (has("input_lengths")) {
            return Kind.CTC;
        } else if (has("logits")) {
            return has("smoothing") ? Kind.CROSS_ENTROPY : Kind.BINARY_CROSS_ENTROPY;
        } else if (has("predictions")) {
            return Kind.REGRESSION;
        } else if (has("wq")) {
            return Kind.ATTENTION;
        } else if (has("params", "weight")) {
            return Kind.TIME_DELAY;
        }
        throw new AssertionError(name + ": no kind of reference file that is known here");
    }

    /** Whether there is a value, and it is not null. */
    public boolean has(String... path) {
        return !root.at(pointer(path)).isMissingNode() && !root.at(pointer(path)).isNull();
    }

    public String text(String... path) {
        return node(path).asText();
    }

    public boolean flag(String... path) {
        var node = node(path);
        require(node.isBoolean(), "true or false", path);
        return node.booleanValue();
    }

    public int integer(String... path) {
        var node = node(path);
        require(node.isIntegralNumber(), "an integer", path);
        return node.intValue();
    }

    public double number(String... path) {
        return numberOf(node(path), path);
    }

    /** A number as a tensor of one element, to be checked by its measure. */
    public GoldenTensor scalar(String... path) {
        return new GoldenTensor(label(path), new int[] {1}, new double[] {number(path)});
    }

    public double[] numbers(String... path) {
        var node = node(path);
        require(node.isArray(), "a list of numbers", path);
        var numbers = new double[node.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = numberOf(node.get(i), path);
        }
        return numbers;
    }

    public int[] integers(String... path) {
        var node = node(path);
        require(node.isArray(), "a list of integers", path);
        var integers = new int[node.size()];
        for (int i = 0; i < integers.length; i++) {
            require(node.get(i).isIntegralNumber(), "a list of integers", path);
            integers[i] = node.get(i).intValue();
        }
        return integers;
    }

    /** Number of elements of a list. */
    public int count(String... path) {
        var node = node(path);
        require(node.isArray(), "a list", path);
        return node.size();
    }

    /** Names within an object. */
    public List<String> names(String... path) {
        var names = new ArrayList<String>();
        node(path).fieldNames().forEachRemaining(names::add);
        return names;
    }

    public GoldenTensor tensor(String... path) {
        var shape = new ArrayList<String>(List.of(path));
        var data = new ArrayList<String>(List.of(path));
        shape.add("shape");
        data.add("data");
        return new GoldenTensor(
                label(path),
                integers(shape.toArray(String[]::new)),
                numbers(data.toArray(String[]::new)));
    }

    /** A list of tensors. */
    public List<GoldenTensor> tensors(String path) {
        var tensors = new ArrayList<GoldenTensor>();
        for (int i = 0; i < count(path); i++) {
            tensors.add(tensor(path, Integer.toString(i)));
        }
        return tensors;
    }

    /** A number that only the sentence in {@code about} tells, after a word: "threshold 1.5". */
    public double stated(String word) {
        if (has(word)) {
            return number(word);
        }
        var matcher =
                Pattern.compile(Pattern.quote(word) + " ([-+.0-9eE]*[0-9])").matcher(text("about"));
        if (!matcher.find()) {
            throw new AssertionError(
                    name + ": about does not say \"" + word + " <number>\": " + text("about"));
        }
        return Double.parseDouble(matcher.group(1));
    }

    /**
     * This file once for each tensor of results in it, with one number made wrong: the largest by
     * its sign, or 0.5 where all are zero.
     */
    Stream<GoldenFile> faulty() {
        var faulty = new ArrayList<GoldenFile>();
        root.properties().stream()
                .filter(field -> isResult(field.getKey()))
                .forEach(field -> collectFaulty(field.getValue(), "/" + field.getKey(), faulty));
        return faulty.stream();
    }

    /** Whether a field holds what was computed, and not what it was computed from. */
    private static boolean isResult(String field) {
        return field.startsWith("grad_")
                || Set.of(
                                "y",
                                "h_n",
                                "c_n",
                                "loss",
                                "losses",
                                "norm",
                                "norms",
                                "after",
                                "path",
                                "averages",
                                "end",
                                "context",
                                "weights")
                        .contains(field);
    }

    private void collectFaulty(JsonNode node, String path, List<GoldenFile> faulty) {
        if (node.isFloatingPointNumber()) {
            faulty.add(wrongAt(path, node.doubleValue()));
        } else if (node.isArray() && !node.isEmpty() && node.get(0).isFloatingPointNumber()) {
            int largest = 0;
            for (int i = 1; i < node.size(); i++) {
                double size = Math.abs(node.get(i).doubleValue());
                largest = size > Math.abs(node.get(largest).doubleValue()) ? i : largest;
            }
            faulty.add(wrongAt(path + "/" + largest, node.get(largest).doubleValue()));
        } else if (node.isArray()) {
            for (int i = 0; i < node.size(); i++) {
                collectFaulty(node.get(i), path + "/" + i, faulty);
            }
        } else if (node.isObject()) {
            node.properties()
                    .forEach(
                            field ->
                                    collectFaulty(
                                            field.getValue(), path + "/" + field.getKey(), faulty));
        }
    }

    private GoldenFile wrongAt(String path, double right) {
        var wrong = DoubleNode.valueOf(right == 0 ? 0.5 : -right);
        var copy = root.deepCopy();
        int slash = path.lastIndexOf('/');
        var parent = copy.at(path.substring(0, slash));
        if (parent instanceof ArrayNode list) {
            list.set(Integer.parseInt(path.substring(slash + 1)), wrong);
        } else {
            ((ObjectNode) parent).set(path.substring(slash + 1), wrong);
        }
        return new GoldenFile(name + " with a wrong number at " + path, copy);
    }

    @Override
    public String toString() {
        return name;
    }

    private JsonNode node(String... path) {
        var node = root.at(pointer(path));
        require(!node.isMissingNode(), "a value", path);
        return node;
    }

    private double numberOf(JsonNode node, String... path) {
        require(node.isNumber(), "a number", path);
        return node.doubleValue();
    }

    private void require(boolean holds, String expected, String... path) {
        if (!holds) {
            throw new AssertionError(
                    label(path) + ": expected " + expected + ", got " + root.at(pointer(path)));
        }
    }

    private String label(String... path) {
        return name + " " + String.join(".", path);
    }

    private static String pointer(String... path) {
        return "/" + String.join("/", path);
    }
}
