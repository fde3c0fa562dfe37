package unroll.task.parse;

import java.util.List;
import java.util.stream.IntStream;
import unroll.data.Example;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.text.tree.LinearTree;

/** Predicts the tree that a model writes. */
final class ParsePredictor implements Predictor {
    private final Scorer scorer;
    private final TreeWriter writer;

    ParsePredictor(Parse task, TrainedModel model) {
        scorer = new Scorer(model);
        writer = TreeWriter.of(task, model);
    }

    @Override
    public Example encode(List<String> words) {
        return scorer.encode(words);
    }

    @Override
    public List<Object[]> predict(List<ModelInput> inputs) {
        var found = writer.write(scorer.shard(inputs.stream().map(ModelInput::example).toList()));
        return IntStream.range(0, found.size())
                .mapToObj(i -> predict(found.get(i), inputs.get(i).words()))
                .toList();
    }

    private static Object[] predict(TreeWriter.Written found, List<String> words) {
        return new Object[] {new LinearTree(found.actions(), words).brackets(), found.score()};
    }
}
