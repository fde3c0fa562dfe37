package unroll.task.parse;

import java.util.List;
import unroll.data.Shard;
import unroll.task.TrainedModel;
import unroll.task.decoding.Hypothesis;
import unroll.task.decoding.TextWriter;
import unroll.text.Vocabulary;

/** Writes the tree of each text, as actions. Belongs to the first thread that uses it. */
final class TreeWriter {
    private final Vocabulary actions;
    private final double penalty;
    private final TextWriter writer;

    private TreeWriter(Parse task, TextWriter writer) {
        actions = task.actions();
        penalty = task.conf().decoder().lengthPenalty();
        this.writer = writer;
    }

    /** Opens a writer that searches as the configuration says. */
    static TreeWriter of(Parse task, TrainedModel model) {
        return new TreeWriter(task, new TextWriter(model, task.writer(), TreeWriter::most));
    }

    /** Opens a writer for validation in training, which always writes the likeliest action. */
    static TreeWriter greedy(Parse task, float[] theta) {
        var writer = TextWriter.greedy(theta, task, task.writer(), TreeWriter::most);
        return new TreeWriter(task, writer);
    }

    /** Returns the actions over words: a shift a word, a reduction less, and the mark. */
    private static int most(int words) {
        return 2 * words;
    }

    /** A tree that was written. */
    record Written(List<String> actions, double score) {}

    /** Returns the tree of each example of a shard. */
    List<Written> write(Shard shard) {
        return writer.write(shard, new TreeConstraint(actions, shard::length)).stream()
                .map(this::written)
                .toList();
    }

    private Written written(Hypothesis found) {
        var ids = found.steps().stream().mapToInt(Hypothesis::word).toArray();
        return new Written(actions.words(ids), found.score(penalty));
    }
}
