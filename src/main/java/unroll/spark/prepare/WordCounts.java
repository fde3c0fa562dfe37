package unroll.spark.prepare;

import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import scala.Tuple2;
import unroll.encode.survey.WordCount;

/** Adds up counts of words. */
public final class WordCounts {
    private WordCounts() {}

    /**
     * Returns the most frequent words.
     *
     * @param counts possibly several for one word
     * @param least minimum count of a word
     * @param most maximum number of words
     */
    public static List<WordCount> mostFrequent(JavaRDD<WordCount> counts, long least, int most) {
        return counts.mapToPair(count -> new Tuple2<>(count.word(), count.count()))
                .reduceByKey(Long::sum)
                .filter(count -> count._2() >= least)
                .map(count -> new WordCount(count._1(), count._2()))
                .takeOrdered(most);
    }
}
