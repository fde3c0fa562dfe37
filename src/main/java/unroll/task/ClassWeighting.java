package unroll.task;

import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.function.LongToDoubleFunction;
import unroll.conf.ConfigurationException;
import unroll.conf.TrainingConf.ClassWeights;
import unroll.message.Printable;

/** The weights of classes in the loss. */
public final class ClassWeighting {
    private static final int MOST_SHOWN = 20; // labels in a message
    private static final double MOST_POSITIVE = 100; // balanced weight of a label that may hold

    private ClassWeighting() {}

    /**
     * Returns the weights of classes of which each example or step has one, in the order of the
     * labels. Balanced ones are inverse to the class's count, with a mean of 1 over what is
     * counted.
     *
     * @throws ConfigurationException if weights are given for other labels
     */
    public static List<Double> of(ClassWeights weights, List<String> labels, LabelCounts counts) {
        double all = counts.each().stream().mapToLong(Long::longValue).sum();
        return weights(weights, labels, counts, count -> all / (labels.size() * (double) count));
    }

    /**
     * Returns the weights of the examples that have a label, those without it having weight 1, in
     * the order of the labels. Balanced ones are the examples without the label over those with it,
     * such that both count the same, but at least 1/100 and at most 100.
     *
     * @throws ConfigurationException if weights are given for other labels
     */
    public static List<Double> ofPositives(
            ClassWeights weights, List<String> labels, LabelCounts counts) {
        return weights(weights, labels, counts, count -> balance(count, counts.examples()));
    }

    private static double balance(long positives, long examples) {
        double ratio = (examples - positives) / (double) positives;
        return Math.max(1 / MOST_POSITIVE, Math.min(MOST_POSITIVE, ratio));
    }

    private static List<Double> weights(
            ClassWeights weights,
            List<String> labels,
            LabelCounts counts,
            LongToDoubleFunction balanced) {
        if (counts.each().isEmpty()) {
            return Collections.nCopies(labels.size(), 1.0);
        }
        if (weights instanceof ClassWeights.Given given) {
            if (!new HashSet<>(given.labels()).equals(new HashSet<>(labels))) {
                throw new ConfigurationException(
                        "training.classWeights names the labels "
                                + shown(given.labels())
                                + "; expected those of the training set: "
                                + shown(labels));
            }
            return labels.stream()
                    .map(label -> given.weights().get(given.labels().indexOf(label)))
                    .toList();
        }
        if (weights instanceof ClassWeights.Balanced) {
            return counts.each().stream().map(balanced::applyAsDouble).toList();
        }
        return Collections.nCopies(labels.size(), 1.0);
    }

    /** Returns weights as a loss takes them. */
    public static float[] floats(List<Double> weights) {
        var floats = new float[weights.size()];
        for (int k = 0; k < floats.length; k++) {
            floats[k] = weights.get(k).floatValue();
        }
        return floats;
    }

    /** Returns labels for messages, the first of many. */
    public static String shown(List<String> labels) {
        var first = labels.stream().limit(MOST_SHOWN).map(Printable::brief).toList();
        int more = labels.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }
}
