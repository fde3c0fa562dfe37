package unroll.spark.baseline;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import unroll.data.Example;
import unroll.encode.Entry;
import unroll.encode.row.RawBlock;
import unroll.encode.survey.DocumentCounts;
import unroll.encode.survey.WordCount;
import unroll.spark.prepare.WordCounts;
import unroll.text.NGrams;

/**
 * The features: words, pairs and triples of neighbouring words that several training texts have.
 */
final class Terms implements Serializable {
    /** The number of training texts that must have a term. */
    private static final int LEAST_TEXTS = 2;

    /** The maximum number of terms. With more of them, the rarer ones are left out. */
    private static final int MOST_TERMS = 600_000;

    /** The parts that n-grams are counted in: of a billion distinct ones, each has 16 million. */
    private static final int COUNTING_PARTS = 64;

    private final Map<String, Integer> words;
    private final long[] codes; // of NGrams, ascending; the place of a term is its index

    private Terms(Map<String, Integer> words, long[] codes) {
        this.words = words;
        this.codes = codes;
    }

    /**
     * Finds the terms of the training part.
     *
     * @param share of the texts that is for validation
     */
    static Terms of(JavaSparkContext spark, JavaRDD<RawBlock> drafts, double share) {
        var words = new HashMap<String, Integer>();
        WordCounts.mostFrequent(
                        drafts.flatMap(draft -> textsOfWords(draft, share)),
                        LEAST_TEXTS,
                        MOST_TERMS)
                .forEach(count -> words.put(count.word(), words.size()));
        var known = spark.broadcast(words);
        var counts =
                drafts.flatMapToPair(draft -> textsOfTerms(draft, known.value(), share))
                        .reduceByKey(DocumentCounts::plus)
                        .mapValues(part -> part.atLeast(LEAST_TEXTS))
                        .values();
        counts.setName("documents of n-grams").cache();
        int least = leastTexts(counts);
        var codes =
                counts.map(part -> part.atLeast(least).codes()).collect().stream()
                        .flatMapToLong(Arrays::stream)
                        .sorted()
                        .toArray();
        counts.unpersist(false);
        known.destroy();
        return new Terms(words, codes);
    }

    /** Returns the least number of texts that leaves no more than {@link #MOST_TERMS} terms. */
    private static int leastTexts(JavaRDD<DocumentCounts> counts) {
        var terms = new TreeMap<Integer, Integer>(); // by the number of texts that have them
        counts.map(DocumentCounts::termsByTexts)
                .collect()
                .forEach(part -> part.forEach((texts, n) -> terms.merge(texts, n, Integer::sum)));
        long left = 0;
        for (var of : terms.descendingMap().entrySet()) {
            left += of.getValue();
            if (left > MOST_TERMS) {
                return of.getKey() + 1;
            }
        }
        return LEAST_TEXTS;
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

    /** Returns the number of training texts of a draft that have each n-gram, in parts. */
    private static Iterator<Tuple2<Integer, DocumentCounts>> textsOfTerms(
            RawBlock draft, Map<String, Integer> words, double share) {
        int[] ids = ids(draft, words);
        var occurrences = new LongStream.Builder[COUNTING_PARTS];
        Arrays.setAll(occurrences, part -> LongStream.builder());
        for (int i = 0; i < draft.examples(); i++) {
            if (!draft.hash(i).validation(share)) {
                for (long code : ngrams(draft, i, ids)) {
                    occurrences[Math.floorMod(Long.hashCode(code), COUNTING_PARTS)].add(code);
                }
            }
        }
        var counts = new ArrayList<Tuple2<Integer, DocumentCounts>>();
        for (int part = 0; part < COUNTING_PARTS; part++) {
            counts.add(new Tuple2<>(part, DocumentCounts.of(occurrences[part].build().toArray())));
        }
        return counts.iterator();
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
