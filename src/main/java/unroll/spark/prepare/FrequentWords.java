package unroll.spark.prepare;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import scala.Tuple2;
import unroll.encode.survey.WordCount;

/** Finds the most frequent words. */
public final class FrequentWords {
    private FrequentWords() {}

    /**
     * Returns the most frequent words.
     *
     * @param counts possibly several for one word
     * @param least minimum count of a word
     * @param most maximum number of words
     */
    public static List<WordCount> mostFrequent(JavaRDD<WordCount> counts, long least, int most) {
        return sums(counts).filter(count -> count.count() >= least).takeOrdered(most);
    }

    /**
     * Returns some words, however rare, with the most frequent of the others, all in the order of
     * their frequency.
     *
     * @param counts possibly several for one word
     * @param kept the words that are returned in any case, at most {@code most}
     * @param least minimum count of another word
     * @param most maximum number of all words
     */
    static List<WordCount> with(
            List<String> kept, JavaRDD<WordCount> counts, long least, int most) {
        if (kept.isEmpty()) {
            return mostFrequent(counts, least, most);
        }
        var known =
                JavaSparkContext.fromSparkContext(counts.context()).broadcast(new HashSet<>(kept));
        var sums = sums(counts);
        var found = new HashMap<String, Long>();
        sums.filter(count -> known.value().contains(count.word()))
                .collect()
                .forEach(count -> found.put(count.word(), count.count()));
        var words = new ArrayList<WordCount>();
        kept.forEach(word -> words.add(new WordCount(word, found.getOrDefault(word, 0L))));
        if (kept.size() < most) {
            words.addAll(
                    sums.filter(count -> count.count() >= least)
                            .filter(count -> !known.value().contains(count.word()))
                            .takeOrdered(most - kept.size()));
        }
        known.destroy();
        words.sort(null);
        return List.copyOf(words);
    }

    private static JavaRDD<WordCount> sums(JavaRDD<WordCount> counts) {
        return counts.mapToPair(count -> new Tuple2<>(count.word(), count.count()))
                .reduceByKey(Long::sum)
                .map(count -> new WordCount(count._1(), count._2()));
    }
}
