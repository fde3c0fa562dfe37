package unroll.encode;

import java.io.Serializable;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What there is in a source. Everything is a sum of integers, so neither the order of the rows nor
 * their division into files and tasks shows.
 */
public final class Survey implements Serializable {
    private final TreeMap<String, Long> train = new TreeMap<>(); // how often each label occurs
    private final TreeMap<String, Long> validation = new TreeMap<>(); // how often each label occurs
    private final TreeMap<Widths, Moments> moments = new TreeMap<>(); // of training numbers
    private final EnumMap<Reason, Long> rejected = new EnumMap<>(Reason.class);
    private final TreeSet<Widths> widths = new TreeSet<>(); // of all examples
    private long trainExamples;
    private double largestNumber;
    private final ContentSum content = new ContentSum(); // of all examples

    /**
     * @param share of the examples that is for validation
     */
    public static Survey of(Iterator<RawBlock> drafts, double share) {
        var survey = new Survey();
        drafts.forEachRemaining(draft -> survey.add(draft, share));
        return survey;
    }

    public static Survey sum(List<Survey> parts) {
        var sum = new Survey();
        for (var part : parts) {
            part.train.forEach((label, n) -> sum.train.merge(label, n, Long::sum));
            part.validation.forEach((label, n) -> sum.validation.merge(label, n, Long::sum));
            part.moments.forEach(
                    (widths, more) -> sum.moments.computeIfAbsent(widths, Moments::new).add(more));
            sum.widths.addAll(part.widths);
            sum.trainExamples += part.trainExamples;
            sum.largestNumber = Math.max(sum.largestNumber, part.largestNumber);
            part.rejected.forEach((reason, n) -> sum.rejected.merge(reason, n, Long::sum));
            sum.content.add(part.content);
        }
        return sum;
    }

    private void add(RawBlock draft, double share) {
        for (int i = 0; i < draft.examples(); i++) {
            var hash = draft.hash(i);
            boolean forValidation = hash.validation(share);
            widths.add(draft.widths(i));
            trainExamples += forValidation ? 0 : 1;
            note(draft.vectors(i));
            note(draft.values(i));
            for (var label : draft.labels(i)) {
                (forValidation ? validation : train).merge(label, 1L, Long::sum);
            }
            if (!forValidation && !draft.widths(i).equals(Widths.NONE)) {
                moments.computeIfAbsent(draft.widths(i), Moments::new)
                        .add(draft.vectors(i), draft.values(i));
            }
            content.add(hash);
        }
        for (var bad : draft.rejected()) {
            rejected.merge(bad.reason(), 1L, Long::sum);
        }
    }

    private void note(double[] numbers) {
        for (double number : numbers) {
            largestNumber = Math.max(largestNumber, Math.abs(number));
        }
    }

    /** How often each label occurs in the training part. */
    public Map<String, Long> train() {
        return train;
    }

    /** How often each label occurs in the validation part. */
    public Map<String, Long> validation() {
        return validation;
    }

    /** Bad rows by reason. */
    public Map<Reason, Long> rejected() {
        return rejected;
    }

    public long examples() {
        return content.examples();
    }

    /** Examples of the training part. */
    public long trainExamples() {
        return trainExamples;
    }

    /** Of all examples, without its sign; 0 where there is none. */
    public double largestNumber() {
        return largestNumber;
    }

    /** Of all examples. */
    public Set<Widths> widths() {
        return widths;
    }

    /** Of the training part's vectors and target values, by width. */
    public Map<Widths, Moments> moments() {
        return moments;
    }

    public static long total(Map<?, Long> counts) {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Stands for the multiset of the examples. */
    public String fingerprint() {
        return content.value();
    }
}
