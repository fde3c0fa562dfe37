package unroll.task;

import java.util.List;
import unroll.conf.Configuration;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.data.Field;
import unroll.data.Schema;
import unroll.nn.Batch;
import unroll.nn.Network;
import unroll.nn.SoftmaxCrossEntropy;
import unroll.nn.Workspace;

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
    public void measure(Workspace workspace, float[] theta, Batch batch, Evaluation into) {
        workspace.score(
                theta, batch, (scores, first, count) -> measure(scores, first, count, batch, into));
    }

    private void measure(
            float[] probabilities, int first, int count, Batch batch, Evaluation into) {
        int classes = classWeights.size();
        for (int i = 0; i < count; i++) {
            int target = batch.target().ids()[first + i];
            if (target >= 0) {
                int best = best(probabilities, i * classes, classes);
                // A probability rounded to 0 is worth the smallest float, so that one example is
                // not infinite.
                double p = Math.max(probabilities[i * classes + target], Float.MIN_VALUE);
                into.count(-StrictMath.log(p), best == target ? 1 : 0);
            }
        }
    }

    @Override
    public Metric metric() {
        return Metric.ACCURACY;
    }

    /** The most probable class; the first of equally probable ones. */
    public static int best(float[] probabilities) {
        return best(probabilities, 0, probabilities.length);
    }

    static int best(float[] probabilities, int from, int classes) {
        int best = 0;
        for (int k = 1; k < classes; k++) {
            if (probabilities[from + k] > probabilities[from + best]) {
                best = k;
            }
        }
        return best;
    }
}
