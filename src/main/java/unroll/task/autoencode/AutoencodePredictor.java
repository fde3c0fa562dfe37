package unroll.task.autoencode;

import java.util.List;
import java.util.stream.IntStream;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.nn.loss.SquaredError;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.TrainedModel;

/** Predicts the vector of a sequence, and the mean loss of its steps. */
final class AutoencodePredictor implements Predictor {
    private final Autoencode task;
    private final Scorer whole;
    private final Scorer encoder;

    AutoencodePredictor(Autoencode task, TrainedModel model) {
        this.task = task;
        whole = new Scorer(model);
        encoder = new Scorer(model, task.encoder());
    }

    @Override
    public Example encode(List<String> words) {
        return whole.encode(words);
    }

    @Override
    public List<Object[]> predict(List<ModelInput> inputs) {
        var shard = whole.shard(inputs.stream().map(ModelInput::example).toList());
        var vectors = encoder.score(shard, (example, vector) -> boxed(vector));
        var errors =
                whole.scoreSteps(
                        shard,
                        (example, scores) ->
                                task.width() == 0
                                        ? ofWords(shard, example, scores)
                                        : ofVectors(shard, example, scores));
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> new Object[] {vectors.get(i), errors.get(i)})
                .toList();
    }

    private static List<Float> boxed(float[] vector) {
        return IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList();
    }

    /** Returns the mean of -log p(word), in nats. */
    private double ofWords(Shard shard, int example, float[] probabilities) {
        double sum = 0;
        int steps = shard.length(example);
        for (int t = 0; t < steps; t++) {
            int word = shard.spelling().known(shard.token(example, t));
            sum += Evaluation.crossEntropy(probabilities[t * task.vocabulary() + word]);
        }
        return sum / steps;
    }

    /** Returns the mean squared error of the standardised numbers. */
    private static double ofVectors(Shard shard, int example, float[] predicted) {
        float[] actual = shard.values(example);
        double sum = 0;
        for (int i = 0; i < actual.length; i++) {
            sum += new SquaredError().loss(predicted[i], actual[i]);
        }
        return sum / actual.length;
    }
}
