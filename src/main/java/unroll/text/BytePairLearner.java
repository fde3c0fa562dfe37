package unroll.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import unroll.text.BytePairMerges.Pair;

/**
 * Learns merges from counts of words (Sennrich et al. 2016, algorithm 1): again and again the most
 * frequent pair of neighbouring symbols becomes a symbol, of equally frequent ones the first in
 * their order. Pairs that occur once are not merged. The result does not depend on the order of the
 * words.
 */
public final class BytePairLearner {
    /** The most words that are learnt from, the most frequent ones. */
    public static final int WORDS = 500_000;

    private static final Comparator<Occurrences> BEST_FIRST =
            Comparator.<Occurrences>comparingLong(pair -> pair.count)
                    .reversed()
                    .thenComparing(pair -> pair.pair);

    private final ArrayList<String> symbols = new ArrayList<>();
    private final HashMap<String, Integer> ids = new HashMap<>();
    private final int[][] words; // symbols of each
    private final long[] counts; // of the words
    private final HashMap<Long, Occurrences> pairs = new HashMap<>();
    private final TreeSet<Occurrences> order = new TreeSet<>(BEST_FIRST);

    /** Where a pair occurs. */
    private static final class Occurrences {
        final Pair pair;
        long count; // changed only while it is not in the order
        int[] words = new int[2]; // that have or had it
        int filled;

        Occurrences(Pair pair) {
            this.pair = pair;
        }

        void add(int word) {
            if (filled > 0 && words[filled - 1] == word) {
                return;
            }
            if (filled == words.length) {
                words = Arrays.copyOf(words, 2 * filled);
            }
            words[filled++] = word;
        }
    }

    private BytePairLearner(List<Map.Entry<String, Long>> known) {
        words = new int[known.size()][];
        counts = new long[words.length];
        var changes = new HashMap<Long, Long>();
        for (int word = 0; word < words.length; word++) {
            var own = BytePairMerges.symbols(known.get(word).getKey());
            words[word] = own.stream().mapToInt(this::id).toArray();
            counts[word] = known.get(word).getValue();
            for (int i = 0; i + 1 < words[word].length; i++) {
                long pair = pair(words[word], i);
                changes.merge(pair, counts[word], Long::sum);
                occurrences(pair).add(word);
            }
        }
        apply(changes);
    }

    /**
     * Learns merges.
     *
     * @param counts of the words
     * @param most number of merges
     */
    public static BytePairMerges learn(Map<String, Long> counts, int most) {
        var known =
                counts.entrySet().stream()
                        .filter(word -> !word.getKey().equals(Vocabulary.END))
                        .filter(word -> !word.getKey().isEmpty())
                        .sorted(
                                Map.Entry.<String, Long>comparingByValue()
                                        .reversed()
                                        .thenComparing(Map.Entry.comparingByKey()))
                        .limit(WORDS)
                        .toList();
        return BytePairMerges.of(new BytePairLearner(known).learn(most));
    }

    private List<Pair> learn(int most) {
        var merges = new ArrayList<Pair>();
        while (merges.size() < most && !order.isEmpty() && order.first().count > 1) {
            var best = order.first();
            merges.add(best.pair);
            merge(best);
        }
        return merges;
    }

    private int id(String symbol) {
        var known = ids.putIfAbsent(symbol, symbols.size());
        if (known == null) {
            symbols.add(symbol);
        }
        return known == null ? symbols.size() - 1 : known;
    }

    private static long pair(int[] word, int at) {
        return ((long) word[at] << Integer.SIZE) | word[at + 1];
    }

    private Occurrences occurrences(long pair) {
        return pairs.computeIfAbsent(
                pair,
                key ->
                        new Occurrences(
                                new Pair(
                                        symbols.get((int) (key >> Integer.SIZE)),
                                        symbols.get((int) (long) key))));
    }

    /** Merges a pair in all words. */
    private void merge(Occurrences best) {
        int left = ids.get(best.pair.left());
        int right = ids.get(best.pair.right());
        int merged = id(best.pair.merged());
        var changes = new HashMap<Long, Long>();
        for (int i = 0; i < best.filled; i++) {
            int word = best.words[i];
            int[] before = words[word];
            int[] after = merged(before, left, right, merged);
            if (after.length == before.length) {
                continue; // another merge took the pair
            }
            for (int at = 0; at + 1 < before.length; at++) {
                changes.merge(pair(before, at), -counts[word], Long::sum);
            }
            for (int at = 0; at + 1 < after.length; at++) {
                long pair = pair(after, at);
                changes.merge(pair, counts[word], Long::sum);
                if (after[at] == merged || after[at + 1] == merged) {
                    occurrences(pair).add(word);
                }
            }
            words[word] = after;
        }
        apply(changes);
    }

    private static int[] merged(int[] word, int left, int right, int merged) {
        var after = new int[word.length];
        int count = 0;
        for (int i = 0; i < word.length; i++) {
            boolean found = i + 1 < word.length && word[i] == left && word[i + 1] == right;
            after[count++] = found ? merged : word[i];
            i += found ? 1 : 0;
        }
        return Arrays.copyOf(after, count);
    }

    /** Changes the counts of pairs; those that do not occur any more are forgotten. */
    private void apply(Map<Long, Long> changes) {
        changes.forEach(
                (pair, change) -> {
                    var changed = pairs.get(pair);
                    if (change != 0) {
                        order.remove(changed);
                        changed.count += change;
                    }
                    if (changed.count == 0) {
                        pairs.remove(pair);
                    } else if (change != 0) {
                        order.add(changed);
                    }
                });
    }
}
