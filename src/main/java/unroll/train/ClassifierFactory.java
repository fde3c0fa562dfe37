package unroll.train;

import java.util.List;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.nn.Network;
import unroll.task.Classify;

/**
 * The network of the task {@code classify}.
 *
 * @param vocabulary number of word ids
 * @param classWeights weight of each class in the loss
 */
public record ClassifierFactory(
        ModelConf model,
        int vocabulary,
        List<Double> classWeights,
        double labelSmoothing,
        KernelChoice kernels)
        implements NetworkFactory {
    public ClassifierFactory {
        classWeights = List.copyOf(classWeights);
    }

    @Override
    public Network network() {
        var weights = new float[classWeights.size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = classWeights.get(k).floatValue();
        }
        return Classify.network(model, vocabulary, weights, labelSmoothing, kernels);
    }
}
