package unroll.spark.prepare;

import java.util.HashMap;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import unroll.conf.TextConf;
import unroll.encode.survey.WordCount;
import unroll.text.BytePairLearner;
import unroll.text.BytePairMerges;

/**
 * The words of a vocabulary with their counts, most frequent first.
 *
 * @param merges which cut the words of texts into the pieces that these are, or leave them whole
 */
public record KnownWords(List<WordCount> counts, BytePairMerges merges) {
    /** No words, since steps are vectors. */
    public static final KnownWords NONE = new KnownWords(List.of(), BytePairMerges.NONE);

    public KnownWords {
        counts = List.copyOf(counts);
    }

    /**
     * Returns the most frequent words, or pieces of words, whose merges are learnt.
     *
     * @param kept words that are among them in any case; none where words are cut
     * @param counts of the training set's words, possibly several for one word
     */
    static KnownWords of(List<String> kept, JavaRDD<WordCount> counts, TextConf text) {
        if (text.merges() == 0) {
            return new KnownWords(
                    FrequentWords.with(kept, counts, text.minCount(), text.vocabulary()),
                    BytePairMerges.NONE);
        }
        var words = new HashMap<String, Long>();
        FrequentWords.mostFrequent(counts, 1, BytePairLearner.WORDS)
                .forEach(count -> words.put(count.word(), count.count()));
        var merges = BytePairLearner.learn(words, text.merges());
        var pieces = merges.count(words);
        return new KnownWords(
                WordCount.mostFrequent(pieces, text.minCount(), text.vocabulary()), merges);
    }

    /** Returns the words in their order. */
    List<String> words() {
        return counts.stream().map(WordCount::word).toList();
    }
}
