package unroll.task.classify;

import unroll.math.Allocator;
import unroll.nn.input.FeatureFinder;
import unroll.text.NGramTable;
import unroll.text.NGrams;

/**
 * Finds the n-grams of texts.
 *
 * @param longest words of the longest n-grams
 * @param firstWord first id of a known word; those below are buckets of unknown words
 * @param endOfWords first id that is not a known word any more
 */
record NGramFinder(NGramTable table, int longest, int firstWord, int endOfWords)
        implements FeatureFinder {
    @Override
    public int features() {
        return table.size();
    }

    @Override
    public int perWord() {
        return longest;
    }

    @Override
    public Search open(Allocator allocator, int most) {
        long[] codes = allocator.longs(most, longest);
        int[] known = allocator.ints(most);
        return (words, count, features, at) -> {
            for (int i = 0; i < count; i++) {
                known[i] = NGrams.known(words[i], firstWord, endOfWords);
            }
            int distinct = NGrams.find(known, count, longest, codes);
            return table.numbers(codes, distinct, features, at);
        };
    }
}
