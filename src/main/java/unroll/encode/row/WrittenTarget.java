package unroll.encode.row;

import java.util.ArrayList;
import java.util.List;
import unroll.conf.TextConf;
import unroll.text.Vocabulary;
import unroll.text.Words;
import unroll.text.tree.LinearTree;

/**
 * Reads targets that are written word by word: a text, an array of words, or a tree over the words
 * of the row's text. A text that is too long is cut at its tail.
 */
final class WrittenTarget {
    private final int most;
    private final Words tokenizer; // reads texts to their end
    private List<String> reference = List.of();
    private List<String> words = List.of();

    WrittenTarget(TextConf text) {
        most = text.maxLength();
        tokenizer = new Words(text.whole());
    }

    /** Returns the words of a good target, whole and with {@link Vocabulary#END}. */
    List<String> reference() {
        return reference;
    }

    /**
     * Returns the words of a good target that are learnt, which end with {@link Vocabulary#END}
     * unless cut.
     */
    List<String> words() {
        return words;
    }

    /**
     * Reads a text.
     *
     * @param column the text, or an array of its words
     * @param text the same as a text
     * @return why it cannot be used; null if it can
     */
    Reason text(Object column, String text) {
        var reason = wrong(text);
        if (reason != null) {
            return reason;
        }
        var found = column instanceof List<?> given ? tokenizer.words(given) : tokenizer.of(text);
        if (found == null) {
            return Reason.MISSING_WORD;
        }
        if (found.isEmpty()) {
            return Reason.NO_TARGET;
        }
        reference = marked(found);
        words = List.copyOf(reference.subList(0, Math.min(reference.size(), most)));
        return null;
    }

    /**
     * Reads a tree, as its actions and {@link Vocabulary#END}.
     *
     * @param over the words of the row's text
     * @return why it cannot be used; null if it can
     */
    Reason tree(String brackets, List<String> over) {
        var reason = wrong(brackets);
        if (reason != null) {
            return reason;
        }
        var tree = LinearTree.of(brackets).orElse(null);
        if (tree == null) {
            return Reason.NO_TREE;
        }
        if (tree.words().size() > most) {
            return Reason.LONG_TREE;
        }
        var own =
                tree.words().stream()
                        .map(word -> tokenizer.word(LinearTree.unescaped(word)))
                        .toList();
        if (!own.equals(over.stream().map(LinearTree::unescaped).toList())) {
            return Reason.OTHER_WORDS;
        }
        reference = marked(tree.actions());
        words = reference;
        return null;
    }

    private static Reason wrong(String text) {
        return text == null || text.isBlank() ? Reason.NO_TARGET : Reason.ofText(text);
    }

    private static List<String> marked(List<String> written) {
        var marked = new ArrayList<>(written);
        marked.add(Vocabulary.END);
        return marked;
    }
}
