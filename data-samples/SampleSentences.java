import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * Writes the sample of task {@code translate}: English sentences of a small grammar and the same in an invented language. There
 * the verb comes last, adjectives follow their noun and agree with its class, an adverb of time comes first, and a negation is
 * one word before the verb. Names stay as they are; nearly all of them occur once, so that they must be copied.
 *
 * <pre>java data-samples/SampleSentences.java [folder]</pre>
 *
 * The folder is {@code data-samples} unless given. The same program gives the same bytes.
 */
public final class SampleSentences {
    /** A noun in English and in the language, with its class, which is the ending of its adjectives. */
    private record Noun(String english, String word, String ending) {}

    private record Pair(String english, String word) {}

    private static final List<Noun> NOUNS =
            List.of(
                    new Noun("sailor", "marun", "o"),
                    new Noun("girl", "pila", "a"),
                    new Noun("baker", "ovan", "o"),
                    new Noun("queen", "rigela", "a"),
                    new Noun("boat", "nava", "a"),
                    new Noun("letter", "skrin", "o"),
                    new Noun("house", "domun", "o"),
                    new Noun("apple", "melia", "a"),
                    new Noun("horse", "kavan", "o"),
                    new Noun("song", "cantila", "a"));
    private static final List<Pair> ADJECTIVES =
            List.of(
                    new Pair("old", "vet"),
                    new Pair("small", "min"),
                    new Pair("red", "rub"),
                    new Pair("quiet", "tacit"),
                    new Pair("heavy", "grav"));
    private static final List<Pair> VERBS =
            List.of(
                    new Pair("sees", "vidu"),
                    new Pair("buys", "komaru"),
                    new Pair("finds", "trovu"),
                    new Pair("likes", "amuru"),
                    new Pair("carries", "portu"));
    private static final List<Pair> TIMES =
            List.of(new Pair("today", "odi"), new Pair("at night", "noktele"), new Pair("every morning", "matine ogni"));
    private static final List<String> SYLLABLES =
            List.of("ba", "dor", "fel", "gi", "jo", "kar", "len", "mo", "nus", "pe", "ril", "sha", "tu", "vin", "zo");

    private final Random random = new Random(2026);
    private final Set<String> seen = new HashSet<>();

    public static void main(String[] arguments) throws IOException {
        var folder = Path.of(arguments.length > 0 ? arguments[0] : "data-samples").resolve("sentences");
        var sentences = new SampleSentences();
        sentences.write(folder.resolve("train"), 3000);
        sentences.write(folder.resolve("test"), 300);
    }

    private void write(Path folder, int count) throws IOException {
        var lines = new StringBuilder();
        for (int i = 0; i < count; i++) {
            String line = sentence();
            while (!seen.add(line)) {
                line = sentence();
            }
            lines.append(line).append('\n');
        }
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("part-0.jsonl"), lines);
    }

    /** A pair of sentences as a line of JSON; no word needs escapes. */
    private String sentence() {
        var english = new ArrayList<String>();
        var other = new ArrayList<String>();
        person(english, other);
        var verb = one(VERBS);
        boolean negated = random.nextInt(4) == 0;
        if (negated) {
            english.add("never");
        }
        english.add(verb.english());
        thing(english, other, one(List.of("a", "the")));
        if (random.nextInt(3) == 0) {
            english.add("with");
            other.add("kun");
            person(english, other);
        }
        if (random.nextBoolean()) {
            var time = one(TIMES);
            english.add(time.english());
            other.add(0, time.word());
        }
        if (negated) {
            other.add("nenki");
        }
        other.add(verb.word());
        english.add(".");
        other.add(".");
        return "{\"english\":\"%s\",\"other\":\"%s\"}".formatted(String.join(" ", english), String.join(" ", other));
    }

    /** A person by name or by noun. */
    private void person(List<String> english, List<String> other) {
        if (random.nextInt(3) == 0) {
            var name = one(SYLLABLES) + one(SYLLABLES) + one(SYLLABLES);
            english.add(name);
            other.add(name);
        } else {
            thing(english, other, "the");
        }
    }

    /** A noun with up to two adjectives; the article {@code the} is an ending of the noun. */
    private void thing(List<String> english, List<String> other, String article) {
        var noun = one(NOUNS);
        english.add(article);
        other.add(noun.word() + (article.equals("the") ? "-l" + noun.ending() : ""));
        for (int i = random.nextInt(3); i > 0; i--) {
            var adjective = one(ADJECTIVES);
            english.add(adjective.english());
            other.add(adjective.word() + noun.ending());
        }
        english.add(noun.english());
    }

    private <T> T one(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
