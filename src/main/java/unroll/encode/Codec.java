package unroll.encode;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import unroll.conf.Configuration;
import unroll.encode.row.RawBlock;
import unroll.encode.row.RowTarget;
import unroll.text.BytePairMerges;
import unroll.text.LabelText;
import unroll.text.Limit;
import unroll.text.NGramTable;
import unroll.text.Vocabulary;

/**
 * Converts the content of rows to numbers and back, by what preparation found in the training set.
 * Steps are words of a vocabulary or standardised vectors; targets are labels, standardised values,
 * probabilities, words of a vocabulary of their own, or (with none of these) the next steps. Part
 * of every model. A plain class, since Spark sends it to executors.
 */
public final class Codec implements Serializable {
    private final Vocabulary vocabulary; // empty if steps are vectors
    private final Scaling inputs; // without columns if steps are words
    private final ArrayList<String> labels; // in the order of the outputs
    private final HashMap<String, Integer> classes = new HashMap<>();
    private final Scaling targets; // without columns if targets are not values
    private final double unknownWords; // share of the training set's words; NaN if unknown
    private final Calibration calibration;
    private final NGramTable ngrams; // of the linear model beside the network
    private final TagIds tags; // of labels of steps; null where unknown labels are not used
    private final Vocabulary written; // of the target's words; null if it has none
    private final ArrayList<String> seconds; // labels of second targets; empty without
    private final BytePairMerges merges; // cut words of steps
    private final BytePairMerges writtenMerges; // cut words of targets
    private final Limit limit; // of a text's pieces

    public Codec(Vocabulary vocabulary, Scaling inputs, List<String> labels, Scaling targets) {
        this(new Parts(vocabulary, inputs, labels, targets));
    }

    private Codec(Parts parts) {
        vocabulary = parts.vocabulary;
        inputs = parts.inputs;
        labels = new ArrayList<>(parts.labels);
        for (int k = 0; k < labels.size(); k++) {
            classes.put(labels.get(k), k);
        }
        // Labels of older models may have spaces and marks that are removed from those of rows.
        for (int k = 0; k < labels.size(); k++) {
            classes.putIfAbsent(LabelText.of(labels.get(k)), k);
        }
        targets = parts.targets;
        unknownWords = parts.unknownWords;
        calibration = parts.calibration;
        ngrams = parts.ngrams;
        tags = parts.tags;
        written = parts.written;
        seconds = new ArrayList<>(parts.seconds);
        merges = parts.merges;
        writtenMerges = parts.writtenMerges;
        limit = parts.limit;
    }

    /** The parts of a codec that is being made. */
    private static final class Parts {
        private Vocabulary vocabulary;
        private final Scaling inputs;
        private final List<String> labels;
        private final Scaling targets;
        private double unknownWords = Double.NaN;
        private Calibration calibration = Calibration.NONE;
        private NGramTable ngrams = NGramTable.NONE;
        private TagIds tags;
        private Vocabulary written;
        private List<String> seconds = List.of();
        private BytePairMerges merges = BytePairMerges.NONE;
        private BytePairMerges writtenMerges = BytePairMerges.NONE;
        private Limit limit = Limit.NONE;

        Parts(Vocabulary vocabulary, Scaling inputs, List<String> labels, Scaling targets) {
            this.vocabulary = vocabulary;
            this.inputs = inputs;
            this.labels = labels;
            this.targets = targets;
        }

        Parts(Codec codec) {
            this(codec.vocabulary, codec.inputs, codec.labels, codec.targets);
            unknownWords = codec.unknownWords;
            calibration = codec.calibration;
            ngrams = codec.ngrams;
            tags = codec.tags;
            written = codec.written;
            seconds = codec.seconds;
            merges = codec.merges;
            writtenMerges = codec.writtenMerges;
            limit = codec.limit;
        }
    }

    private Codec with(Consumer<Parts> change) {
        var parts = new Parts(this);
        change.accept(parts);
        return new Codec(parts);
    }

    /**
     * Returns the same with the share of the training set's words that are not in the vocabulary.
     */
    public Codec withUnknownWords(double share) {
        return with(parts -> parts.unknownWords = share);
    }

    /** Returns the same with another calibration. */
    public Codec withCalibration(Calibration other) {
        return with(parts -> parts.calibration = other);
    }

    /** Returns the same with n-grams of its vocabulary's words. */
    public Codec withNGrams(NGramTable table) {
        return with(parts -> parts.ngrams = table);
    }

    /**
     * Returns the same for rows whose labels are tags: rows with unknown ones are used too.
     *
     * @param seconds labels of the rows' second targets; empty without
     */
    public Codec ofTags(List<String> seconds) {
        return with(
                parts -> {
                    parts.tags = new TagIds(labels);
                    parts.seconds = seconds;
                });
    }

    /**
     * Returns the same for rows whose targets are words.
     *
     * @param words that are known, without {@link Vocabulary#END}
     */
    public Codec withWritten(List<String> words) {
        return with(parts -> parts.written = Vocabulary.written(words));
    }

    /** Returns the same with another vocabulary of the steps. */
    public Codec withVocabulary(Vocabulary other) {
        return with(parts -> parts.vocabulary = other);
    }

    /**
     * Returns the same for words that are cut into pieces.
     *
     * @param ofSteps cut the words of steps
     * @param ofTargets cut the words of targets
     * @param limit of a text's pieces; targets are cut to the same length at their tail
     */
    public Codec withMerges(BytePairMerges ofSteps, BytePairMerges ofTargets, Limit limit) {
        return with(
                parts -> {
                    parts.merges = ofSteps;
                    parts.writtenMerges = ofTargets;
                    parts.limit = limit;
                });
    }

    /** Returns a codec of words with one label for each sequence. */
    public static Codec ofTexts(Vocabulary vocabulary, List<String> labels) {
        return new Codec(vocabulary, Scaling.none(0), labels, Scaling.none(0));
    }

    /** Returns whether steps are words. */
    public boolean words() {
        return inputs.columns() == 0;
    }

    /** Returns the number of word ids; 0 if steps are vectors. */
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

    /** Returns the scaling of predicted values: the target's, or that of the next step. */
    public Scaling values() {
        return targets.columns() > 0 ? targets : inputs;
    }

    /**
     * Returns the share of the training set's words that are not in the vocabulary; NaN if unknown.
     */
    public double unknownWords() {
        return unknownWords;
    }

    public Calibration calibration() {
        return calibration;
    }

    /**
     * Returns the probability from which each label of a set holds: one half if none was chosen.
     */
    public List<Double> thresholds() {
        var thresholds = calibration.thresholds();
        return thresholds.isEmpty() ? Collections.nCopies(labels.size(), 0.5) : thresholds;
    }

    /** Returns the n-grams of the linear model beside the network; none without one. */
    public NGramTable ngrams() {
        return ngrams;
    }

    /** Returns the class of a label; -1 if it is unknown. */
    public int target(String label) {
        return classes.getOrDefault(label, -1);
    }

    /** Returns the vocabulary of the target's words; null if targets are not words. */
    public Vocabulary written() {
        return written;
    }

    /** Returns the words that a network of words predicts: those of targets, or those of steps. */
    public Vocabulary predicted() {
        return written == null ? vocabulary : written;
    }

    /** Returns whether rows with these labels can be used. */
    public boolean accepts(List<String> rowLabels) {
        return tags != null
                || written != null
                || rowLabels.stream().allMatch(label -> target(label) >= 0);
    }

    /**
     * Returns the classes of labels, in their order; those of tags as {@link TagIds} says, those of
     * words in their vocabulary.
     */
    public int[] classes(List<String> sequence) {
        if (tags != null) {
            return tags.of(sequence);
        }
        if (written != null) {
            return writtenMerges.split(sequence, limit.ofTail()).stream()
                    .mapToInt(written::id)
                    .toArray();
        }
        return sequence.stream().mapToInt(this::target).toArray();
    }

    /**
     * Returns a row's second target: the class of a label, -1 if it is unknown, or terms.
     *
     * @param label null without one
     */
    public int[] second(String label, int[] terms) {
        return label == null ? terms : new int[] {seconds.indexOf(label)};
    }

    /** Returns the merges that cut words of steps. */
    public BytePairMerges merges() {
        return merges;
    }

    /** Returns the merges that cut words of targets. */
    public BytePairMerges writtenMerges() {
        return writtenMerges;
    }

    /** Returns the pieces of a text's words that are read, which have ids; else the words. */
    public List<String> pieces(List<String> words) {
        return merges.split(words, limit);
    }

    /**
     * Returns whether a text has more pieces than are read.
     *
     * @param read how many are
     */
    boolean cutsPieces(List<String> words, int read) {
        return merges.splits()
                && read == limit.most()
                && merges.split(words, Limit.NONE).size() > read;
    }

    /** Returns rows with pieces in place of words. */
    RawBlock pieces(RawBlock block) {
        return merges.splits() ? block.split(merges::split, limit) : block;
    }

    /** Returns the labels of second targets; empty without. */
    public List<String> secondLabels() {
        return List.copyOf(seconds);
    }

    /** Returns the labels of classes, in their order. */
    public List<String> labels(int[] sequence) {
        return Arrays.stream(sequence).mapToObj(labels::get).toList();
    }

    /** Returns all but the words and n-grams, as stored in a model's file. */
    public Map<String, Object> tree() {
        return CodecWriter.tree(this);
    }

    /**
     * Reads what {@link #tree} returned.
     *
     * @param words of the vocabulary, in the order of their ids
     * @param conf with which the model was trained
     * @param target of the rows that it was trained on
     * @throws IllegalArgumentException naming the key that is wrong, or that does not fit the task
     */
    public static Codec of(
            Map<String, Object> tree, List<String> words, Configuration conf, RowTarget target) {
        return CodecReader.read(tree, words, conf, target);
    }
}
