package unroll.task;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.measure.Evaluator;
import unroll.measure.Metric;
import unroll.nn.Network;
import unroll.nn.loss.SoftmaxCrossEntropy;

/**
 * One class for each sequence of words or vectors: recurrent layers, pooling, softmax.
 *
 * @param vocabulary number of word ids; 0 where steps are vectors
 * @param width of a step's vector; 0 where steps are words
 * @param classWeights weight of each class in the loss; their number is the number of classes
 */
public record Classify(Configuration conf, int vocabulary, int width, List<Double> classWeights)
        implements SequenceTask {
    public Classify {
        classWeights = List.copyOf(classWeights);
    }

    static Schema schema(int width) {
        return new Schema(Field.steps(width), Field.labels(Field.Length.ONE));
    }

    @Override
    public Schema schema() {
        return schema(width);
    }

    @Override
    public Network network() {
        var weights = new float[classWeights.size()];
        for (int k = 0; k < weights.length; k++) {
            weights[k] = classWeights.get(k).floatValue();
        }
        var model = conf.model();
        var stack =
                width == 0 ? Stack.overWords(model, vocabulary) : Stack.overVectors(model, width);
        return network(stack, weights, conf.training().labelSmoothing(), conf.kernels());
    }

    /**
     * The network over words.
     *
     * @param vocabulary number of word ids
     * @param labelSmoothing share of the target spread over all classes
     */
    public static Network network(
            ModelConf model,
            int vocabulary,
            float[] classWeights,
            double labelSmoothing,
            KernelChoice kernels) {
        return network(Stack.overWords(model, vocabulary), classWeights, labelSmoothing, kernels);
    }

    private static Network network(
            Stack stack, float[] classWeights, double labelSmoothing, KernelChoice kernels) {
        return stack.encoded(classWeights.length)
                .pooled()
                .head(new SoftmaxCrossEntropy(classWeights, labelSmoothing), kernels);
    }

    @Override
    public Evaluator evaluator() {
        return new ClassifyEvaluator(classWeights.size());
    }

    @Override
    public Metric metric() {
        return Metric.ACCURACY;
    }
}
