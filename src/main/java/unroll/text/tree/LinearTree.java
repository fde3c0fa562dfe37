package unroll.text.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A binary tree over words as the actions of a shift-reduce parser, in the order of the words:
 * {@code shift L} makes the next word a leaf with the label L, {@code reduce L} makes the last two
 * trees one with that label. So each action is {@code shift} or {@code reduce}, a space and a
 * label, which may be empty.
 *
 * @param words from left to right
 */
public record LinearTree(List<String> actions, List<String> words) {
    private static final String SHIFT = "shift ";
    private static final String REDUCE = "reduce ";

    public LinearTree {
        actions = List.copyOf(actions);
        words = List.copyOf(words);
    }

    /**
     * The words that a node with two parts stands over.
     *
     * @param start its first word
     * @param end the word after its last one
     */
    public record Span(int start, int end, String label) {}

    /** A node that is being read. */
    private static final class Node {
        private final String label;
        private String word;
        private int parts;

        Node(String label) {
            this.label = label;
        }
    }

    /** Returns whether an action takes the next word. */
    public static boolean shifts(String action) {
        return action.startsWith(SHIFT);
    }

    /** Returns whether an action joins two trees. */
    public static boolean reduces(String action) {
        return action.startsWith(REDUCE);
    }

    /**
     * Reads a tree in brackets, such as {@code (S (D the) (N cat))}: a label follows each opening
     * bracket, and then a word or two trees. Empty if it is anything else.
     */
    public static Optional<LinearTree> of(String brackets) {
        var actions = new ArrayList<String>();
        var words = new ArrayList<String>();
        var open = new ArrayDeque<Node>();
        int at = skip(brackets, 0);
        do {
            if (at == brackets.length()) {
                return Optional.empty();
            }
            char c = brackets.charAt(at);
            if (c == '(') {
                int end = end(brackets, at + 1);
                open.push(new Node(brackets.substring(at + 1, end)));
                at = end;
            } else if (open.isEmpty()) {
                return Optional.empty();
            } else if (c == ')') {
                var node = open.pop();
                if (node.word == null ? node.parts != 2 : node.parts != 0) {
                    return Optional.empty();
                }
                actions.add((node.word == null ? REDUCE : SHIFT) + node.label);
                if (!open.isEmpty()) {
                    open.peek().parts++;
                }
                at++;
            } else {
                int end = end(brackets, at);
                if (open.peek().word != null) {
                    return Optional.empty();
                }
                open.peek().word = brackets.substring(at, end);
                words.add(open.peek().word);
                at = end;
            }
            at = skip(brackets, at);
        } while (!open.isEmpty());
        boolean whole = at == brackets.length();
        return whole ? Optional.of(new LinearTree(actions, words)) : Optional.empty();
    }

    private static int skip(String text, int at) {
        int next = at;
        while (next < text.length() && isSpace(text.charAt(next))) {
            next++;
        }
        return next;
    }

    /** Returns the end of a label or word. */
    private static int end(String text, int at) {
        int end = at;
        while (end < text.length()
                && "()".indexOf(text.charAt(end)) < 0
                && !isSpace(text.charAt(end))) {
            end++;
        }
        return end;
    }

    /** A no-break space is part of a word. */
    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\r';
    }

    /** Returns the tree in brackets; those within words become {@code -LRB-} and {@code -RRB-}. */
    public String brackets() {
        var trees = new ArrayDeque<String>();
        int next = 0;
        for (var action : actions) {
            if (shifts(action)) {
                var word = words.get(next++).replace("(", "-LRB-").replace(")", "-RRB-");
                trees.push("(%s %s)".formatted(action.substring(SHIFT.length()), word));
            } else {
                var right = trees.pop();
                var left = trees.pop();
                trees.push("(%s %s %s)".formatted(action.substring(REDUCE.length()), left, right));
            }
        }
        return trees.pop();
    }

    /** Returns the spans of all nodes with two parts; those of actions alone need no words. */
    public static List<Span> spans(List<String> actions) {
        var spans = new ArrayList<Span>();
        var starts = new ArrayDeque<Integer>();
        int next = 0;
        for (var action : actions) {
            if (shifts(action)) {
                starts.push(next++);
            } else {
                starts.pop();
                spans.add(new Span(starts.peek(), next, action.substring(REDUCE.length())));
            }
        }
        return spans;
    }
}
