package unroll.text.tree;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A tree over words as the actions of a shift-reduce parser, in the order of the words: {@code
 * shift L} makes the next word a leaf with the label L, {@code reduce L} makes the last two trees
 * one with that label. So each action is {@code shift} or {@code reduce}, a space and a label,
 * which may be empty.
 *
 * <p>Other trees become binary: the labels of nodes with one child are joined to the child's by
 * {@code ↓}, and of several children the last two are joined first, under the label of their parent
 * after {@code …}. Brackets and spans are those of the tree as it was.
 *
 * @param words from left to right
 */
public record LinearTree(List<String> actions, List<String> words) {
    private static final String SHIFT = "shift ";
    private static final String REDUCE = "reduce ";
    private static final String CHAIN = "↓"; // between the labels of a node and of its only child
    private static final String PARTIAL = "…"; // before a parent's label, with some of its children
    private static final Pattern OPENING = Pattern.compile("-LRB-", Pattern.CASE_INSENSITIVE);
    private static final Pattern CLOSING = Pattern.compile("-RRB-", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST_LABEL = 1000; // so that a damaged row does not take hours

    public LinearTree {
        actions = List.copyOf(actions);
        words = List.copyOf(words);
    }

    /**
     * The words that a node stands over, unless it is the node of a single word.
     *
     * @param start its first word
     * @param end the word after its last one
     */
    public record Span(int start, int end, String label) {}

    /** A node that is being read. */
    private static final class Node {
        private final String label;
        private String word;
        private int children;

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
     * bracket, and then a word or trees. Empty if it is anything else.
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
                var label = brackets.substring(at + 1, end);
                if (label.contains(CHAIN) || label.startsWith(PARTIAL)) {
                    return Optional.empty();
                }
                open.push(new Node(label));
                at = end;
            } else if (open.isEmpty()) {
                return Optional.empty();
            } else if (c == ')') {
                var node = open.pop();
                if (node.word == null ? node.children == 0 : node.children > 0) {
                    return Optional.empty();
                }
                close(node, actions);
                if (actions.get(actions.size() - 1).length() > LONGEST_LABEL) {
                    return Optional.empty();
                }
                if (!open.isEmpty()) {
                    open.peek().children++;
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

    /** Adds the actions that end a node, whose children's are the last ones. */
    private static void close(Node node, List<String> actions) {
        if (node.word != null) {
            actions.add(SHIFT + node.label);
            return;
        }
        if (node.children == 1) {
            var child = actions.remove(actions.size() - 1);
            var kind = shifts(child) ? SHIFT : REDUCE;
            actions.add(kind + node.label + CHAIN + label(child));
            return;
        }
        for (int i = 2; i < node.children; i++) {
            actions.add(REDUCE + PARTIAL + node.label);
        }
        actions.add(REDUCE + node.label);
    }

    private static String label(String action) {
        return action.substring((shifts(action) ? SHIFT : REDUCE).length());
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

    /**
     * A tree that is being written.
     *
     * @param inside its word or its children
     */
    private record Written(String label, String inside) {
        /** Returns the tree in brackets, or its children alone if its parent takes them over. */
        String within() {
            return label.startsWith(PARTIAL) ? inside : whole();
        }

        String whole() {
            var labels = labels(label);
            return "(" + String.join(" (", labels) + " " + inside + ")".repeat(labels.size());
        }
    }

    /** Returns the labels of a node and of its only children, from above. */
    private static List<String> labels(String label) {
        var own = label.startsWith(PARTIAL) ? label.substring(PARTIAL.length()) : label;
        return List.of(own.split(CHAIN, -1));
    }

    /** Returns the tree in brackets; those within words become {@code -LRB-} and {@code -RRB-}. */
    public String brackets() {
        var trees = new ArrayDeque<Written>();
        int next = 0;
        for (var action : actions) {
            var label = label(action);
            if (shifts(action)) {
                var word = words.get(next++).replace("(", "-LRB-").replace(")", "-RRB-");
                trees.push(new Written(label, word));
            } else {
                var right = trees.pop();
                var left = trees.pop();
                trees.push(new Written(label, left.within() + " " + right.within()));
            }
        }
        return trees.pop().whole();
    }

    /** Returns a word with brackets for {@code -LRB-} and {@code -RRB-}, whatever their case. */
    public static String unescaped(String word) {
        return CLOSING.matcher(OPENING.matcher(word).replaceAll("(")).replaceAll(")");
    }

    /**
     * Returns the spans of all nodes but those of single words; those of actions alone need no
     * words.
     */
    public static List<Span> spans(List<String> actions) {
        var spans = new ArrayList<Span>();
        var starts = new ArrayDeque<Integer>();
        int next = 0;
        for (int i = 0; i < actions.size(); i++) {
            var labels = labels(label(actions.get(i)));
            if (shifts(actions.get(i))) {
                starts.push(next++);
                labels = labels.subList(0, labels.size() - 1);
            } else {
                starts.pop();
                boolean root = i == actions.size() - 1;
                if (label(actions.get(i)).startsWith(PARTIAL) && !root) {
                    continue;
                }
            }
            for (var label : labels) {
                spans.add(new Span(starts.peek(), next, label));
            }
        }
        return spans;
    }
}
