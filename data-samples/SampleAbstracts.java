import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Writes the sample of task {@code keyterms}: invented abstracts with the terms that tell what they are about. A phrase is
 * such a term by the words around it: what is studied or proposed is one, what is compared with or thanked for is not. The
 * phrases of the test set are made of the same words, joined differently.
 *
 * <pre>java data-samples/SampleAbstracts.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleAbstracts {
    private static final List<String> KINDS =
            List.of("sparse", "robust", "spectral", "adaptive", "linear", "hidden", "parallel", "remote", "thermal", "mobile");
    private static final List<String> FIELDS =
            List.of("image", "speech", "traffic", "water", "signal", "market", "protein", "sensor", "graph", "energy");
    private static final List<String> THINGS =
            List.of("networks", "filters", "control", "models", "retrieval", "recognition", "planning", "storage", "coding", "analysis");

    /** Sentences about the subject. */
    private static final List<String> ABOUT =
            List.of(
                    "This paper studies %s.",
                    "A new method for %s is proposed.",
                    "We give an account of %s, and of its cost.",
                    "It turns out that %s can be made twice as fast.",
                    "The theory of %s is extended in two ways.",
                    "Experiments with %s confirm the claim.");

    /** Sentences that name something else. */
    private static final List<String> ASIDE =
            List.of(
                    "Unlike %s, it needs no more memory.",
                    "Work on %s is not considered here.",
                    "The authors thank the group for %s.",
                    "Readers who know %s may skip the first part.",
                    "The data were gathered in the year before.",
                    "All figures are means of ten runs.");

    private final Random random = new Random(2026);
    private final Set<String> seen = new HashSet<>();

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("abstracts");
        var abstracts = new SampleAbstracts();
        abstracts.write(folder.resolve("train"), 800, false);
        abstracts.write(folder.resolve("test"), 200, true);
    }

    private void write(Path folder, int count, boolean test) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String line = line(test);
            while (!seen.add(line)) {
                line = line(test);
            }
            lines.append(line).append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    /** An abstract as a line of JSON; no character needs escapes. */
    private String line(boolean test) {
        var sentences = new ArrayList<String>();
        var terms = new LinkedHashSet<String>();
        int count = 3 + random.nextInt(4);
        for (int i = 0; i < count; i++) {
            boolean about = i == 0 || random.nextInt(3) > 0;
            var phrase = phrase(test);
            sentences.add(one(about ? ABOUT : ASIDE).formatted(phrase));
            if (about) {
                terms.add(phrase);
            }
        }
        return "{\"text\":\"%s\",\"terms\":[\"%s\"]}"
                .formatted(String.join(" ", sentences), String.join("\",\"", terms));
    }

    /** A phrase of two or three words; every third pair of its last words is kept for the test set. */
    private String phrase(boolean test) {
        while (true) {
            int field = random.nextInt(FIELDS.size());
            int thing = random.nextInt(THINGS.size());
            if (((field + thing) % 3 == 0) == test) {
                var end = FIELDS.get(field) + " " + THINGS.get(thing);
                return random.nextBoolean() ? one(KINDS) + " " + end : end;
            }
        }
    }

    private String one(List<String> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
