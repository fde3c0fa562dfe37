package unroll.spark.baseline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import unroll.data.Example;
import unroll.encode.Entry;
import unroll.encode.row.RawBlock;
import unroll.encode.survey.WordCount;
import unroll.spark.prepare.FrequentNGrams;
import unroll.spark.prepare.FrequentWords;
import unroll.text.NGrams;

/**
 * The features: words, pairs and triples of neighbouring words that several training texts have.
 */
final class Terms implements Serializable {
    /** The maximum number of terms. With more of them, the rarer ones are left out. */
    private static final int MOST_TERMS = 600_000;

    private final Map<String, Integer> words;
    private final long[] codes; // of NGrams, ascending; the place of a term is its index

    private Terms(Map<String, Integer> words, long[] codes) {
        this.words = words;
        this.codes = codes;
    }

    /**
     * Finds the terms of the training set.
     *
     * @param share of the texts that is for validation
     */
    static Terms of(JavaSparkContext spark, JavaRDD<RawBlock> drafts, double share) {
        var words = new HashMap<String, Integer>();
        FrequentWords.mostFrequent(
                        drafts.flatMap(draft -> textsOfWords(draft, share)),
                        FrequentNGrams.LEAST_TEXTS,
                        MOST_TERMS)
                .forEach(count -> words.put(count.word(), words.size()));
        var known = spark.broadcast(words);
        var codes =
                FrequentNGrams.of(drafts, draft -> texts(draft, known.value(), share), MOST_TERMS);
        known.destroy();
        return new Terms(words, codes);
    }

    int size() {
        return codes.length;
    }

    /** Returns the number of training texts of a draft that have each word. */
    private static Iterator<WordCount> textsOfWords(RawBlock draft, double share) {
        var texts = new int[draft.words().size()];
        for (int i = 0; i < draft.examples(); i++) {
            if (!draft.hash(i).validation(share)) {
                Arrays.stream(draft.places(i)).distinct().forEach(place -> texts[place]++);
            }
        }
        var counts = new ArrayList<WordCount>();
        for (int place = 0; place < texts.length; place++) {
            if (texts[place] > 0) {
                counts.add(new WordCount(draft.words().get(place), texts[place]));
            }
        }
        return counts.iterator();
    }

    /** Returns the n-grams of each training text of a draft. */
    private static Iterator<long[]> texts(
            RawBlock draft, Map<String, Integer> words, double share) {
        int[] ids = ids(draft, words);
        return IntStream.range(0, draft.examples())
                .filter(i -> !draft.hash(i).validation(share))
                .mapToObj(i -> ngrams(draft, i, ids))
                .iterator();
    }

    /** Returns texts as places of terms: those for validation, or the others. */
    Iterator<Entry> entries(
            RawBlock draft, double share, boolean validation, Map<String, Integer> targets) {
        int[] ids = ids(draft, words);
        var entries = new ArrayList<Entry>();
        for (int i = 0; i < draft.examples(); i++) {
            var target = targets.get(draft.label(i));
            if (target != null && draft.hash(i).validation(share) == validation) {
                var places =
                        Arrays.stream(ngrams(draft, i, ids))
                                .mapToInt(code -> Arrays.binarySearch(codes, code))
                                .filter(place -> place >= 0)
                                .toArray();
                entries.add(new Entry(draft.hash(i), new Example(places, target)));
            }
        }
        return entries.iterator();
    }

    /** Returns the id of each word of a draft's dictionary, -1 for an unknown one. */
    private static int[] ids(RawBlock draft, Map<String, Integer> words) {
        return draft.words().stream().mapToInt(word -> words.getOrDefault(word, -1)).toArray();
    }

    private static long[] ngrams(RawBlock draft, int text, int[] ids) {
        return NGrams.of(Arrays.stream(draft.places(text)).map(place -> ids[place]).toArray());
    }
}
