package unroll.encode.survey;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import unroll.conf.Configuration;
import unroll.conf.TextConf;
import unroll.encode.Codec;
import unroll.encode.Scaling;
import unroll.encode.row.Labels;
import unroll.encode.row.RawBlock;
import unroll.encode.row.Reason;
import unroll.encode.row.RowTarget;
import unroll.encode.row.Widths;
import unroll.text.BytePairLearner;
import unroll.text.BytePairMerges;
import unroll.text.Limit;
import unroll.text.Vocabulary;

/**
 * Counts of what a source contains. All of them are exact, so they depend neither on the order of
 * the rows nor on their division into files and tasks.
 */
public final class Survey implements Serializable {
    // How often each label, or word of a target, occurs in the training set.
    private final TreeMap<String, Long> train = new TreeMap<>();
    // The same in the validation set.
    private final TreeMap<String, Long> validation = new TreeMap<>();
    // How often each second target occurs in the training set.
    private final TreeMap<String, Long> seconds = new TreeMap<>();
    private final TreeMap<Widths, Moments> moments = new TreeMap<>(); // of training numbers
    private final EnumMap<Reason, Long> rejected = new EnumMap<>(Reason.class);
    private final TreeSet<Widths> widths = new TreeSet<>(); // of all examples
    private long trainExamples;
    private long cut;
    private double largestNumber;
    private final ContentSum content = new ContentSum(); // of all examples

    /**
     * @param share of the examples that are for validation
     */
    public static Survey of(Iterator<RawBlock> blocks, double share) {
        var survey = new Survey();
        blocks.forEachRemaining(block -> survey.add(block, share));
        return survey;
    }

    public static Survey sum(List<Survey> parts) {
        var sum = new Survey();
        for (var part : parts) {
            part.train.forEach((label, n) -> sum.train.merge(label, n, Long::sum));
            part.validation.forEach((label, n) -> sum.validation.merge(label, n, Long::sum));
            part.seconds.forEach((label, n) -> sum.seconds.merge(label, n, Long::sum));
            part.moments.forEach(
                    (widths, more) -> sum.moments.computeIfAbsent(widths, Moments::new).add(more));
            sum.widths.addAll(part.widths);
            sum.trainExamples += part.trainExamples;
            sum.cut += part.cut;
            sum.largestNumber = Math.max(sum.largestNumber, part.largestNumber);
            part.rejected.forEach((reason, n) -> sum.rejected.merge(reason, n, Long::sum));
            sum.content.add(part.content);
        }
        return sum;
    }

    private void add(RawBlock block, double share) {
        for (int i = 0; i < block.examples(); i++) {
            var hash = block.hash(i);
            boolean forValidation = hash.validation(share);
            widths.add(block.widths(i));
            trainExamples += forValidation ? 0 : 1;
            note(block.vectors(i));
            note(block.values(i));
            for (var label : block.labels(i)) {
                (forValidation ? validation : train).merge(label, 1L, Long::sum);
            }
            if (!forValidation && block.second(i) != null) {
                seconds.merge(block.second(i), 1L, Long::sum);
            }
            if (!forValidation && !block.widths(i).equals(Widths.NONE)) {
                moments.computeIfAbsent(block.widths(i), Moments::new)
                        .add(block.vectors(i), block.values(i));
            }
            content.add(hash);
        }
        cut += block.cut();
        for (var bad : block.rejected()) {
            rejected.merge(bad.reason(), 1L, Long::sum);
        }
    }

    private void note(double[] numbers) {
        for (double number : numbers) {
            largestNumber = Math.max(largestNumber, Math.abs(number));
        }
    }

    /** Returns how often each label occurs in the training set. */
    public Map<String, Long> train() {
        return train;
    }

    /** Returns how often each second target occurs in the training set. */
    public Map<String, Long> secondLabels() {
        return seconds;
    }

    /** Returns how often each label occurs in the validation set. */
    public Map<String, Long> validation() {
        return validation;
    }

    /** Returns the number of rejected rows by reason. */
    public Map<Reason, Long> rejected() {
        return rejected;
    }

    public long examples() {
        return content.examples();
    }

    /** Returns the number of examples that were cut when they were read. */
    public long cut() {
        return cut;
    }

    /** Returns the number of examples of the training set. */
    public long trainExamples() {
        return trainExamples;
    }

    /** Returns the largest absolute value in all examples; 0 without numbers. */
    public double largestNumber() {
        return largestNumber;
    }

    /** Of all examples. */
    public Set<Widths> widths() {
        return widths;
    }

    /**
     * Returns the moments of the training set's vectors and target values of the most frequent
     * width; the narrower if two are equally frequent.
     */
    public Moments moments() {
        var usual = new Moments(Widths.NONE);
        for (var some : moments.values()) {
            usual = some.examples() > usual.examples() ? some : usual;
        }
        return usual;
    }

    /**
     * Returns the codec of the training set: labels in their order, words of targets, widths and
     * scales.
     *
     * @param words the vocabulary of the steps
     * @param target of the rows
     * @param order puts sorted labels into the order of the outputs
     */
    public Codec codec(
            List<String> words,
            Configuration conf,
            RowTarget target,
            UnaryOperator<List<String>> order) {
        var numbers = moments();
        boolean scaled = conf.data().standardize();
        boolean probabilities = conf.training().predictsProbabilities();
        var text = conf.text();
        var codec =
                new Codec(
                        new Vocabulary(words, text.unknownBuckets()),
                        scaled ? numbers.inputs() : Scaling.none(numbers.inputs().columns()),
                        target.labels() ? order.apply(Labels.sorted(train.keySet())) : List.of(),
                        scaled && !probabilities
                                ? numbers.targets()
                                : Scaling.none(numbers.targets().columns()));
        return switch (target) {
            case TAGS, TAGS_AND_LABEL, TERMS -> codec.ofTags(Labels.sorted(seconds.keySet()));
            case WORDS -> written(codec, text);
            case TREE -> codec.withWritten(WordCount.written(train, 1, Integer.MAX_VALUE));
            case NONE, LABEL, LABELS, LABEL_SET, VALUES, PROBABILITIES -> codec;
        };
    }

    /** Adds the words of targets, or the pieces that they are cut into. */
    private Codec written(Codec codec, TextConf text) {
        var merges =
                text.merges() == 0
                        ? BytePairMerges.NONE
                        : BytePairLearner.learn(train, text.merges());
        var pieces = merges.splits() ? merges.count(train) : train;
        return codec.withWritten(WordCount.written(pieces, text.minCount(), text.vocabulary()))
                .withMerges(BytePairMerges.NONE, merges, Limit.of(text));
    }

    public static long total(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Returns a fingerprint of the multiset of the examples. */
    public String fingerprint() {
        return content.value();
    }
}
