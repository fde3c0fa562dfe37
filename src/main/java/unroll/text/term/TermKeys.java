package unroll.text.term;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.apache.lucene.util.StringHelper;

/**
 * The words of a text and the terms that it should yield as numbers, by which terms are compared
 * without their letters: equal words have equal keys, and the key of a term follows from those of
 * its words. Keys are hashes of 32 bits.
 *
 * @param words of each word that is read
 * @param stems of the word's stem
 * @param terms of each term, whether or not it stands in the text
 * @param stemmed of the term with the stems of its words
 */
public record TermKeys(int[] words, int[] stems, int[] terms, int[] stemmed) {
    private static final int SEED = 0x5EED;
    private static final int FACTOR = 0x9E3779B1; // odd, so that nothing is lost

    /**
     * @param terms words with spaces between
     */
    public static TermKeys of(List<String> words, List<String> terms, Stemmer stemmer) {
        return new TermKeys(
                ofWords(words),
                ofWords(words.stream().map(stemmer::of).toList()),
                terms.stream().mapToInt(term -> ofTerm(List.of(term.split(" ")))).toArray(),
                terms.stream()
                        .map(term -> Arrays.stream(term.split(" ")).map(stemmer::of).toList())
                        .mapToInt(TermKeys::ofTerm)
                        .toArray());
    }

    /**
     * Reads what {@link #all} returned.
     *
     * @param steps number of words that are read
     */
    public static TermKeys of(int[] all, int steps) {
        int end = (all.length + 2 * steps) / 2;
        return new TermKeys(
                Arrays.copyOf(all, steps),
                Arrays.copyOfRange(all, steps, 2 * steps),
                Arrays.copyOfRange(all, 2 * steps, end),
                Arrays.copyOfRange(all, end, all.length));
    }

    /** Returns all keys, one after the other. */
    public int[] all() {
        return Stream.of(words, stems, terms, stemmed).flatMapToInt(Arrays::stream).toArray();
    }

    /** Returns the keys of words. */
    public static int[] ofWords(List<String> words) {
        return words.stream().mapToInt(TermKeys::ofWord).toArray();
    }

    private static int ofWord(String word) {
        byte[] utf8 = word.getBytes(StandardCharsets.UTF_8);
        return StringHelper.murmurhash3_x86_32(utf8, 0, utf8.length, SEED);
    }

    private static int ofTerm(List<String> words) {
        return of(ofWords(words), 0, words.size());
    }

    /**
     * Returns the key of a term.
     *
     * @param words keys of words, of which the term is {@code count} from {@code first} on
     */
    public static int of(int[] words, int first, int count) {
        int key = count;
        for (int t = first; t < first + count; t++) {
            key = FACTOR * key + words[t];
        }
        return key;
    }
}
