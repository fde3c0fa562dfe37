package unroll.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.text.LabelText;
import unroll.text.Vocabulary;

/**
 * How what a row holds becomes numbers, and back: what preparation has found in the training part.
 * Steps are words of a vocabulary or standardised vectors; targets are labels, standardised values,
 * chances, or (with neither) the next steps. Part of every model. A plain class: it travels.
 */
public final class Codec implements Serializable {
    private final Vocabulary vocabulary; // of no words where steps are vectors
    private final Scaling inputs; // of no columns where steps are words
    private final ArrayList<String> labels; // in the order of the outputs
    private final HashMap<String, Integer> classes = new HashMap<>();
    private final Scaling targets; // of no columns where targets are no values
    private final double unknownWords; // share of the training part's; NaN where none is known

    public Codec(Vocabulary vocabulary, Scaling inputs, List<String> labels, Scaling targets) {
        this(vocabulary, inputs, labels, targets, Double.NaN);
    }

    private Codec(
            Vocabulary vocabulary,
            Scaling inputs,
            List<String> labels,
            Scaling targets,
            double unknownWords) {
        this.vocabulary = vocabulary;
        this.inputs = inputs;
        this.labels = new ArrayList<>(labels);
        for (int k = 0; k < labels.size(); k++) {
            classes.put(labels.get(k), k);
        }
        // Labels of older models may have spaces and marks that those of rows lose.
        for (int k = 0; k < labels.size(); k++) {
            classes.putIfAbsent(LabelText.of(labels.get(k)), k);
        }
        this.targets = targets;
        this.unknownWords = unknownWords;
    }

    /** The same with the share of the training part's words that the vocabulary lacks. */
    public Codec withUnknownWords(double share) {
        return new Codec(vocabulary, inputs, labels, targets, share);
    }

    /** Words with one label a sequence. */
    public static Codec ofTexts(Vocabulary vocabulary, List<String> labels) {
        return new Codec(vocabulary, Scaling.none(0), labels, Scaling.none(0));
    }

    /** Whether steps are words. */
    public boolean words() {
        return inputs.columns() == 0;
    }

    /** The number of word ids; 0 where steps are vectors. */
    public int wordIds() {
        return words() ? vocabulary.size() : 0;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    public Scaling inputs() {
        return inputs;
    }

    public List<String> labels() {
        return List.copyOf(labels);
    }

    public Scaling targets() {
        return targets;
    }

    /** Values in their own unit: the target's, or those of the next step. */
    public Scaling values() {
        return targets.columns() > 0 ? targets : inputs;
    }

    /** Share of the training part's words that the vocabulary lacks; NaN where it is not known. */
    public double unknownWords() {
        return unknownWords;
    }

    /** Class of a label; -1 where it is unknown. */
    public int target(String label) {
        return classes.getOrDefault(label, -1);
    }

    /** Classes of labels, in their order; -1 where one is unknown. */
    public int[] classes(List<String> sequence) {
        return sequence.stream().mapToInt(this::target).toArray();
    }

    /** Labels of classes, in their order. */
    public List<String> labels(int[] sequence) {
        return Arrays.stream(sequence).mapToObj(labels::get).toList();
    }

    /** All but the words, as a model's file holds it. */
    public Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        if (!labels.isEmpty()) {
            tree.put("labels", List.copyOf(labels));
        }
        if (!Double.isNaN(unknownWords)) {
            tree.put("unknownWords", unknownWords);
        }
        put(tree, "inputs", inputs);
        put(tree, "targets", targets);
        return tree;
    }

    private static void put(Map<String, Object> tree, String name, Scaling scaling) {
        if (scaling.columns() > 0) {
            tree.put(
                    name,
                    Map.of(
                            "means", boxed(scaling.means()),
                            "deviations", boxed(scaling.deviations())));
        }
    }

    private static List<Double> boxed(double[] numbers) {
        return Arrays.stream(numbers).boxed().toList();
    }

    /**
     * What {@link #tree} gave.
     *
     * @param words of the vocabulary, in the order of their ids
     * @param conf that the model was trained with
     * @param target of the rows that it was trained on
     * @throws IllegalArgumentException naming the key that is wrong, or that does not fit the task
     */
    public static Codec of(
            Map<String, Object> tree, List<String> words, Configuration conf, RowTarget target) {
        return CodecReader.read(tree, words, conf, target);
    }
}
