package unroll.task.language;

import java.util.ArrayList;
import java.util.List;
import unroll.data.BlockBuilder;
import unroll.data.Example;
import unroll.data.Lanes;
import unroll.data.Shard;
import unroll.measure.Evaluation;
import unroll.nn.Capacity;
import unroll.nn.Workspace;
import unroll.nn.batch.Batch;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Task;
import unroll.task.ThreadConfinement;
import unroll.task.TrainedModel;
import unroll.text.Vocabulary;

/**
 * Measures texts with a trained language model, word by word with the state carried. Holds the
 * network's buffers, so it belongs to the first thread that uses it.
 */
final class LanguagePredictor implements Predictor {
    private static final int WINDOW = 256; // steps read at a time

    private final TrainedModel model;
    private final Task task;
    private final Workspace workspace;
    private final Batch batch;
    private final ThreadConfinement thread = new ThreadConfinement("predictor");

    LanguagePredictor(TrainedModel model) {
        this.model = model;
        task = model.task();
        int rows = Lanes.mostRows(1, WINDOW);
        workspace = task.network().open(new Capacity(1, rows, false));
        batch = task.schema().batch(1, rows);
    }

    /** Measures how well the model predicts each word of a row, or of rows, and the last end. */
    private Evaluation measure(int[] words) {
        thread.check();
        var ids = new int[words.length + 2];
        ids[0] = end();
        System.arraycopy(words, 0, ids, 1, words.length);
        ids[ids.length - 1] = end();
        return measure(shard(ids));
    }

    @Override
    public Example encode(List<String> words) {
        var vocabulary = model.codec().vocabulary();
        var pieces = model.codec().pieces(words);
        return Example.words(pieces.stream().mapToInt(vocabulary::id).toArray());
    }

    @Override
    public List<Object[]> predict(List<ModelInput> inputs) {
        var predictions = new ArrayList<Object[]>();
        for (var input : inputs) {
            var measured = measure(input.example().ids());
            predictions.add(
                    new Object[] {
                        -measured.loss() * measured.terms(), StrictMath.exp(measured.loss())
                    });
        }
        return predictions;
    }

    private Evaluation measure(Shard shard) {
        var evaluator = task.evaluator();
        var plan = task.inOrder(shard, 1, Lanes.mostRows(1, WINDOW));
        for (int i = 0; i < plan.batches(); i++) {
            plan.fill(i, batch);
            evaluator.add(workspace, model.theta(), batch);
        }
        return evaluator.evaluation();
    }

    private int end() {
        return model.codec().vocabulary().id(Vocabulary.END);
    }

    private Shard shard(int[] ids) {
        var blocks = new BlockBuilder(task.schema());
        blocks.add(Example.words(ids));
        return new Shard(0, List.of(blocks.build()));
    }
}
