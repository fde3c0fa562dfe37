package unroll.task;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import unroll.conf.ConfigurationException;
import unroll.conf.TrainingConf.ClassWeights;
import unroll.message.Printable;

/** The weights of classes in the loss. */
public final class ClassWeighting {
    private static final int MOST_SHOWN = 20; // labels in a message

    private ClassWeighting() {}

    /**
     * Returns the weights in the order of the labels.
     *
     * @param counts training examples of each class; none of a model that does not train, whose
     *     classes have equal weights
     * @throws ConfigurationException if weights are given for other labels
     */
    public static List<Double> of(ClassWeights weights, List<String> labels, List<Long> counts) {
        if (counts.isEmpty()) {
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
            double examples = counts.stream().mapToLong(Long::longValue).sum();
            var balanced = new ArrayList<Double>();
            counts.forEach(count -> balanced.add(examples / (labels.size() * (double) count)));
            return balanced;
        }
        return Collections.nCopies(labels.size(), 1.0);
    }

    /** Returns labels for messages, the first of many. */
    public static String shown(List<String> labels) {
        var first = labels.stream().limit(MOST_SHOWN).map(Printable::brief).toList();
        int more = labels.size() - first.size();
        return String.join(", ", first) + (more > 0 ? " and " + more + " more" : "");
    }
}
