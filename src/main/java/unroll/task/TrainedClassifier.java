package unroll.task;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.TextConf;
import unroll.nn.Network;
import unroll.text.Vocabulary;

/**
 * All that scoring needs of a trained model, as it travels to wherever texts are scored. A plain
 * class of arrays and records; {@link Scorer} is made of it there.
 */
public final class TrainedClassifier implements Serializable {
    private final TextConf text;
    private final ModelConf model;
    private final KernelChoice kernels;
    private final ArrayList<String> labels;
    private final Vocabulary vocabulary;
    private final float[] theta; // as the network's layout says

    /**
     * @param labels in the order of the outputs
     * @param words the known words, in the order of their ids
     * @param parameters gives theta for the network that the configuration describes
     */
    public static <E extends Exception> TrainedClassifier of(
            Configuration conf, List<String> labels, List<String> words, Parameters<E> parameters)
            throws E {
        var vocabulary = new Vocabulary(words, conf.text().unknownBuckets());
        var network = network(conf.model(), vocabulary, labels.size(), conf.kernels());
        return new TrainedClassifier(conf, labels, vocabulary, parameters.of(network));
    }

    /** Where the parameters come from. */
    @FunctionalInterface
    public interface Parameters<E extends Exception> {
        float[] of(Network network) throws E;
    }

    private TrainedClassifier(
            Configuration conf, List<String> labels, Vocabulary vocabulary, float[] theta) {
        text = conf.text();
        model = conf.model();
        kernels = conf.kernels();
        this.labels = new ArrayList<>(labels);
        this.vocabulary = vocabulary;
        this.theta = theta;
    }

    private static Network network(
            ModelConf model, Vocabulary vocabulary, int classes, KernelChoice kernels) {
        var weights = new float[classes]; // of the loss, which scoring does not ask for
        Arrays.fill(weights, 1);
        return Classify.network(model, vocabulary.size(), weights, 0, kernels);
    }

    Network network() {
        return network(model, vocabulary, labels.size(), kernels);
    }

    public TextConf text() {
        return text;
    }

    ModelConf model() {
        return model;
    }

    /** In the order of the outputs. */
    public List<String> labels() {
        return labels;
    }

    public Vocabulary vocabulary() {
        return vocabulary;
    }

    float[] theta() {
        return theta;
    }
}
