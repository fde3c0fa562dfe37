package unroll.task.parse;

import java.util.List;
import java.util.stream.IntStream;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.task.ModelInput;
import unroll.task.Predictor;
import unroll.task.Scorer;
import unroll.task.TrainedModel;
import unroll.task.decoding.Hypothesis;
import unroll.task.decoding.TextWriter;
import unroll.text.Vocabulary;
import unroll.text.tree.LinearTree;

/** Predicts the tree that a model writes. */
final class ParsePredictor implements Predictor {
    private final double penalty;
    private final Vocabulary vocabulary; // of actions
    private final Scorer scorer;
    private final TextWriter writer;

    ParsePredictor(Parse task, TrainedModel model) {
        penalty = task.conf().decoder().lengthPenalty();
        vocabulary = model.codec().written();
        scorer = new Scorer(model);
        // A shift a word, a reduction less, and the mark at the end.
        writer = new TextWriter(model, task.writer(), words -> 2 * words);
    }

    /** The actions of a tree that was found. */
    record Parsed(List<String> actions, double score) {}

    @Override
    public Example encode(List<String> words) {
        return scorer.encode(words);
    }

    @Override
    public List<Object[]> predict(List<ModelInput> inputs) {
        var found = parse(scorer.shard(inputs.stream().map(ModelInput::example).toList()));
        return IntStream.range(0, found.size())
                .mapToObj(i -> predict(found.get(i), inputs.get(i).words()))
                .toList();
    }

    private static Object[] predict(Parsed found, List<String> words) {
        return new Object[] {new LinearTree(found.actions, words).brackets(), found.score};
    }

    /** Returns the tree for each example of a shard. */
    List<Parsed> parse(Shard shard) {
        return writer.write(shard, new TreeConstraint(vocabulary, shard::length)).stream()
                .map(this::parsed)
                .toList();
    }

    private Parsed parsed(Hypothesis found) {
        var ids = found.steps().stream().mapToInt(Hypothesis::word).toArray();
        return new Parsed(actions(ids), found.score(penalty));
    }

    /** Returns actions by their ids; empty texts for unknown ones. */
    List<String> actions(int[] ids) {
        return vocabulary.words(ids);
    }
}
