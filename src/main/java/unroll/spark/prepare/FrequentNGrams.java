package unroll.spark.prepare;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import unroll.encode.survey.DocumentCounts;

/** Finds the n-grams that most texts have. The result does not depend on the order of texts. */
public final class FrequentNGrams {
    /** The number of texts that must have an n-gram. */
    public static final int LEAST_TEXTS = 2;

    /** The parts that n-grams are counted in: of a billion distinct ones, each has 16 million. */
    private static final int COUNTING_PARTS = 64;

    private FrequentNGrams() {}

    /** The texts of a block: for each the codes of its n-grams, each once. */
    public interface Texts<T> extends Serializable {
        Iterator<long[]> of(T block);
    }

    /**
     * Returns the codes of the most frequent n-grams, in ascending order. Of n-grams in equally
     * many texts, all are returned or none.
     *
     * @param most maximum number of n-grams
     */
    public static <T> long[] of(JavaRDD<T> blocks, Texts<T> texts, int most) {
        var counts =
                blocks.flatMapToPair(block -> count(texts.of(block)))
                        .reduceByKey(DocumentCounts::plus)
                        .mapValues(part -> part.atLeast(LEAST_TEXTS))
                        .values();
        counts.setName("documents of n-grams").cache();
        int least = leastTexts(counts, most);
        var codes =
                counts.map(part -> part.atLeast(least).codes()).collect().stream()
                        .flatMapToLong(Arrays::stream)
                        .sorted()
                        .toArray();
        counts.unpersist(false);
        return codes;
    }

    /** Returns the number of texts that have each n-gram, in parts. */
    private static Iterator<Tuple2<Integer, DocumentCounts>> count(Iterator<long[]> texts) {
        var occurrences = new LongStream.Builder[COUNTING_PARTS];
        Arrays.setAll(occurrences, part -> LongStream.builder());
        while (texts.hasNext()) {
            for (long code : texts.next()) {
                occurrences[Math.floorMod(Long.hashCode(code), COUNTING_PARTS)].add(code);
            }
        }
        var counts = new ArrayList<Tuple2<Integer, DocumentCounts>>();
        for (int part = 0; part < COUNTING_PARTS; part++) {
            counts.add(new Tuple2<>(part, DocumentCounts.of(occurrences[part].build().toArray())));
        }
        return counts.iterator();
    }

    /** Returns the least number of texts that leaves no more n-grams than {@code most}. */
    private static int leastTexts(JavaRDD<DocumentCounts> counts, int most) {
        var terms = new TreeMap<Integer, Integer>(); // by the number of texts that have them
        counts.map(DocumentCounts::termsByTexts)
                .collect()
                .forEach(part -> part.forEach((texts, n) -> terms.merge(texts, n, Integer::sum)));
        long left = 0;
        for (var of : terms.descendingMap().entrySet()) {
            left += of.getValue();
            if (left > most) {
                return of.getKey() + 1;
            }
        }
        return LEAST_TEXTS;
    }
}
