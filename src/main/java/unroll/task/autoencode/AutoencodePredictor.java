package unroll.task.autoencode;

import java.util.List;
import java.util.stream.IntStream;
import unroll.data.Example;
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
        var errors = new SequenceErrors(task, inputs.size());
        whole.measure(shard, errors);
        return IntStream.range(0, inputs.size())
                .mapToObj(i -> new Object[] {vectors.get(i), errors.mean(i)})
                .toList();
    }

    private static List<Float> boxed(float[] vector) {
        return IntStream.range(0, vector.length).mapToObj(i -> vector[i]).toList();
    }
}
