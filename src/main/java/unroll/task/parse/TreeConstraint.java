package unroll.task.parse;

import java.util.List;
import java.util.function.IntUnaryOperator;
import unroll.task.decoding.Constraint;
import unroll.task.decoding.Hypothesis;
import unroll.text.Vocabulary;
import unroll.text.tree.LinearTree;

/**
 * Allows the actions that lead to one tree over all words of a source: as many shifts as it has
 * words, a reduction where there are two trees to join, and the end when one tree is left.
 */
final class TreeConstraint implements Constraint {
    private final boolean[] shifts; // by id
    private final boolean[] reduces; // by id
    private final IntUnaryOperator words;

    /**
     * @param actions that can be written, in a vocabulary of their own
     * @param words of a source, by its number in the shard
     */
    TreeConstraint(Vocabulary actions, IntUnaryOperator words) {
        this.words = words;
        shifts = new boolean[actions.size()];
        reduces = new boolean[actions.size()];
        List<String> names = actions.words();
        for (int i = 0; i < names.size(); i++) {
            shifts[actions.unknownBuckets() + i] = LinearTree.shifts(names.get(i));
            reduces[actions.unknownBuckets() + i] = LinearTree.reduces(names.get(i));
        }
    }

    @Override
    public Choice after(int example, Hypothesis before) {
        int shifted = 0;
        for (var at = before; at.length() > 0; at = at.before()) {
            shifted += shifts[at.word()] ? 1 : 0;
        }
        int trees = 2 * shifted - before.length(); // each reduction leaves one less
        boolean all = shifted == words.applyAsInt(example);
        return word ->
                (shifts[word] && !all)
                        || (reduces[word] && trees >= 2)
                        || (word == Vocabulary.MARK && all && trees == 1);
    }
}
