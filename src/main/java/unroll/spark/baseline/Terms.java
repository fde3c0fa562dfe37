package unroll.spark.baseline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.apache.spark.ml.linalg.Vector;
import org.apache.spark.ml.linalg.Vectors;
import unroll.data.Example;
import unroll.encode.Entry;
import unroll.encode.row.RawBlock;
import unroll.encode.survey.WordCount;

/**
 * Words and pairs of neighbouring words, each counted once a document and weighted by inverse
 * document frequency.
 *
 * <p>Within a draft a term is a number, its code: the place of a word, or those of a pair side by
 * side.
 */
final class Terms implements Serializable {
    private final Map<String, Integer> places = new HashMap<>();
    private final double[] weights; // [terms]

    /**
     * @param counts documents that each term occurs in
     * @param documents in all
     */
    Terms(List<WordCount> counts, long documents) {
        weights = new double[counts.size()];
        for (var count : counts) {
            // As Spark ML's IDF.
            weights[places.size()] = StrictMath.log((documents + 1.0) / (count.count() + 1.0));
            places.put(count.word(), places.size());
        }
    }

    /** How many terms are known. */
    int size() {
        return weights.length;
    }

    /** In how many training documents of a draft each term occurs. */
    static Iterator<WordCount> counts(RawBlock draft, double share) {
        var codes = codes(draft, share, false);
        var words = draft.words();
        var pairs = new ArrayList<WordCount>();
        for (int from = 0, to; from < codes.length; from = to) {
            to = from;
            while (to < codes.length && codes[to] == codes[from]) {
                to++;
            }
            pairs.add(new WordCount(name(codes[from], words), to - from));
        }
        return pairs.iterator();
    }

    /** Places of the known terms of each document for validation, or of each one that is not. */
    Iterator<Entry> entries(
            RawBlock draft, double share, boolean validation, Map<String, Integer> targets) {
        long[] known = distinct(codes(draft, share, validation));
        var words = draft.words();
        var placeOf = new int[known.length];
        for (int i = 0; i < known.length; i++) {
            placeOf[i] = places.getOrDefault(name(known[i], words), -1);
        }
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < draft.examples(); i++) {
            var target = targets.get(draft.label(i));
            if (target != null && draft.hash(i).validation(share) == validation) {
                var terms =
                        Arrays.stream(codes(draft.places(i)))
                                .mapToInt(code -> placeOf[Arrays.binarySearch(known, code)])
                                .filter(place -> place >= 0)
                                .sorted()
                                .toArray();
                entries.add(new Entry(draft.hash(i), new Example(terms, target)));
            }
        }
        return entries.iterator();
    }

    /** The weighted terms of a document. */
    Vector vector(int[] terms) {
        return Vectors.sparse(
                weights.length,
                terms,
                Arrays.stream(terms).mapToDouble(term -> weights[term]).toArray());
    }

    /** The terms of all documents of a draft, sorted; as often as there are documents with them. */
    private static long[] codes(RawBlock draft, double share, boolean validation) {
        var codes = new long[16];
        int count = 0;
        for (int i = 0; i < draft.examples(); i++) {
            if (draft.hash(i).validation(share) == validation) {
                long[] more = codes(draft.places(i));
                if (count + more.length > codes.length) {
                    codes = Arrays.copyOf(codes, Math.max(count + more.length, 2 * count));
                }
                System.arraycopy(more, 0, codes, count, more.length);
                count += more.length;
            }
        }
        codes = Arrays.copyOf(codes, count);
        Arrays.sort(codes);
        return codes;
    }

    /** The distinct terms of one document, sorted. */
    private static long[] codes(int[] words) {
        var codes = new long[2 * words.length - 1];
        for (int t = 0; t < words.length; t++) {
            codes[t] = words[t];
        }
        for (int t = 1; t < words.length; t++) {
            codes[words.length + t - 1] = (words[t - 1] + 1L) << 32 | words[t];
        }
        Arrays.sort(codes);
        return distinct(codes);
    }

    private static long[] distinct(long[] sorted) {
        int count = 0;
        var distinct = new long[sorted.length];
        for (long code : sorted) {
            if (count == 0 || code != distinct[count - 1]) {
                distinct[count++] = code;
            }
        }
        return Arrays.copyOf(distinct, count);
    }

    private static String name(long code, List<String> words) {
        var last = words.get((int) code);
        int first = (int) (code >>> 32) - 1;
        return first < 0 ? last : words.get(first) + " " + last;
    }
}
