package unroll.text;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Cuts words into pieces by byte-pair encoding (Sennrich et al. 2016): a word begins as its
 * characters and {@link #END}, and the merges that were learnt join pairs of neighbours, the first
 * learnt first. All pieces but the last of a word end with {@link #CONTINUES}, so that words can be
 * put together again; the last is as the word ends.
 *
 * <p>A word whose last piece would end so too is cut into its characters.
 */
public final class BytePairMerges implements Serializable {
    /** The symbol at the end of a word, in merges alone. */
    private static final String END = "</w>";

    /** What ends a piece that others of its word follow. */
    private static final String CONTINUES = "@@";

    /** Leaves words whole. */
    public static final BytePairMerges NONE = new BytePairMerges(List.of(), false);

    private final ArrayList<Pair> pairs;
    private final HashMap<Pair, Integer> ranks = new HashMap<>();
    private final boolean splits;

    /** Neighbouring symbols that become one. */
    public record Pair(String left, String right) implements Comparable<Pair>, Serializable {
        String merged() {
            return left + right;
        }

        /** Compares the left symbols, then the right ones, by their UTF-16 code units. */
        @Override
        public int compareTo(Pair other) {
            int lefts = left.compareTo(other.left);
            return lefts == 0 ? right.compareTo(other.right) : lefts;
        }
    }

    private BytePairMerges(List<Pair> pairs, boolean splits) {
        this.pairs = new ArrayList<>(pairs);
        this.splits = splits;
        for (var pair : pairs) {
            ranks.putIfAbsent(pair, ranks.size());
        }
    }

    /**
     * @param pairs in the order in which they are merged; without any, pieces are characters
     */
    public static BytePairMerges of(List<Pair> pairs) {
        return new BytePairMerges(pairs, true);
    }

    /** Returns whether words are cut, be it into characters, and not left whole. */
    public boolean splits() {
        return splits;
    }

    /** Returns the pairs in the order in which they are merged. */
    public List<Pair> pairs() {
        return Collections.unmodifiableList(pairs);
    }

    /** Returns the pieces of a word; {@link Vocabulary#END} and an empty one are left whole. */
    public List<String> split(String word) {
        if (!splits || word.isEmpty() || word.equals(Vocabulary.END)) {
            return List.of(word);
        }
        var symbols = symbols(word);
        for (var next = first(symbols); next != null; next = first(symbols)) {
            merge(symbols, next);
        }
        var last = symbols.remove(symbols.size() - 1);
        var end = last.substring(0, last.length() - END.length());
        if (end.isEmpty()) {
            end = symbols.remove(symbols.size() - 1);
        }
        if (end.endsWith(CONTINUES)) {
            symbols = symbols(word);
            symbols.remove(symbols.size() - 1); // the mark
            end = symbols.remove(symbols.size() - 1);
        }
        symbols.replaceAll(symbol -> symbol + CONTINUES);
        symbols.add(end);
        return symbols;
    }

    /**
     * Returns the pieces of several words.
     *
     * @param limit of the pieces
     */
    public List<String> split(List<String> words, Limit limit) {
        if (!splits) {
            return words;
        }
        return limit.of(words.stream().flatMap(word -> split(word).stream()).toList());
    }

    /** Returns the characters of a word and {@link #END}. */
    static List<String> symbols(String word) {
        var symbols = word.codePoints().mapToObj(Character::toString);
        var all = symbols.collect(Collectors.toCollection(ArrayList::new));
        all.add(END);
        return all;
    }

    /** Returns the pair of neighbours that was learnt first; null if none was. */
    private Pair first(List<String> symbols) {
        Pair first = null;
        int least = Integer.MAX_VALUE;
        for (int i = 0; i + 1 < symbols.size(); i++) {
            var pair = new Pair(symbols.get(i), symbols.get(i + 1));
            int rank = ranks.getOrDefault(pair, Integer.MAX_VALUE);
            if (rank < least) {
                first = pair;
                least = rank;
            }
        }
        return first;
    }

    /** Merges a pair wherever it stands, from the start. */
    private static void merge(List<String> symbols, Pair pair) {
        int count = 0;
        for (int i = 0; i < symbols.size(); i++) {
            boolean found =
                    i + 1 < symbols.size()
                            && symbols.get(i).equals(pair.left())
                            && symbols.get(i + 1).equals(pair.right());
            symbols.set(count++, found ? pair.merged() : symbols.get(i));
            i += found ? 1 : 0;
        }
        symbols.subList(count, symbols.size()).clear();
    }

    /**
     * Returns the words that pieces are of. A word with an unknown piece, an empty text, is unknown
     * itself.
     */
    public List<String> join(List<String> pieces) {
        if (!splits) {
            return pieces;
        }
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        boolean known = true;
        for (int i = 0; i < pieces.size(); i++) {
            var piece = pieces.get(i);
            boolean more = continues(piece);
            known &= !piece.isEmpty();
            word.append(more ? shown(piece) : piece);
            if (!more || i + 1 == pieces.size()) {
                words.add(known ? word.toString() : "");
                word.setLength(0);
                known = true;
            }
        }
        return words;
    }

    /** Returns whether the next piece is of the same word. */
    public boolean continues(String piece) {
        return splits && piece.endsWith(CONTINUES);
    }

    /** Returns a piece as it stands in its word. */
    public String shown(String piece) {
        return continues(piece) ? piece.substring(0, piece.length() - CONTINUES.length()) : piece;
    }

    /** Returns how often each piece occurs in words that occur so often. */
    public Map<String, Long> count(Map<String, Long> words) {
        var counts = new TreeMap<String, Long>();
        words.forEach(
                (word, count) ->
                        split(word).forEach(piece -> counts.merge(piece, count, Long::sum)));
        return counts;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof BytePairMerges merges
                && splits == merges.splits
                && pairs.equals(merges.pairs);
    }

    @Override
    public int hashCode() {
        return 31 * pairs.hashCode() + Boolean.hashCode(splits);
    }

    /** Returns the pairs as lists of two texts. */
    public List<List<String>> tree() {
        return pairs.stream().map(pair -> Arrays.asList(pair.left(), pair.right())).toList();
    }
}
