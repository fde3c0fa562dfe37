import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Writes the sample of task {@code parse}: English sentences of a small grammar with their binary trees. Whether a phrase with a
 * preposition belongs to the noun before it or to the verb depends on the preposition, and clauses are nested.
 *
 * <pre>java data-samples/SampleTrees.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleTrees {
    private static final List<String> NOUNS = List.of("sailor", "girl", "baker", "boat", "letter", "house", "apple", "horse");
    private static final List<String> ADJECTIVES = List.of("old", "small", "red", "quiet", "heavy");
    private static final List<String> VERBS = List.of("sees", "buys", "finds", "likes", "carries");
    private static final List<String> SAYINGS = List.of("says", "thinks", "knows");
    private static final List<String> OF_NOUNS = List.of("of", "from"); // belong to the noun before
    private static final List<String> OF_VERBS = List.of("with", "near", "after"); // belong to the verb

    private final Random random = new Random(2026);
    private final Set<String> seen = new HashSet<>();

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("trees");
        var trees = new SampleTrees();
        trees.write(folder.resolve("train"), 3000);
        trees.write(folder.resolve("test"), 300);
    }

    private void write(Path folder, int count) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            var tree = node("S", clause(2), leaf("."));
            while (!seen.add(tree)) {
                tree = node("S", clause(2), leaf("."));
            }
            var text = tree.replaceAll("\\([^ ]* ", "").replace(")", "");
            lines.append("{\"text\":\"%s\",\"tree\":\"%s\"}\n".formatted(text, tree));
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    /** A subject with what it does; no more than so many clauses lie in one another. */
    private String clause(int deepest) {
        var subject = thing(1);
        if (deepest > 1 && random.nextInt(4) == 0) {
            return node("C", subject, node("VP", leaf(one(SAYINGS)), node("C", leaf("that"), clause(deepest - 1))));
        }
        var action = node("VP", leaf(one(VERBS)), thing(2));
        for (int i = random.nextInt(2); i > 0; i--) {
            action = node("VP", action, node("PP", leaf(one(OF_VERBS)), thing(0)));
        }
        return node("C", subject, action);
    }

    /** A noun with an article, up to two adjectives and up to so many phrases after it. */
    private String thing(int phrases) {
        var noun = leaf(one(NOUNS));
        for (int i = random.nextInt(3); i > 0; i--) {
            noun = node("N", leaf(one(ADJECTIVES)), noun);
        }
        var thing = node("NP", leaf(one(List.of("a", "the"))), noun);
        for (int i = random.nextInt(phrases + 1); i > 0; i--) {
            thing = node("NP", thing, node("PP", leaf(one(OF_NOUNS)), node("NP", leaf("the"), leaf(one(NOUNS)))));
        }
        return thing;
    }

    private static String leaf(String word) {
        return "(W " + word + ")";
    }

    private static String node(String label, String left, String right) {
        return "(%s %s %s)".formatted(label, left, right);
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
