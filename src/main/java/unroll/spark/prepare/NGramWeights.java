package unroll.spark.prepare;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.broadcast.Broadcast;
import unroll.conf.Configuration;
import unroll.conf.TrainingConf.ClassLoss;
import unroll.conf.WideConf;
import unroll.data.ContentHash;
import unroll.data.DataException;
import unroll.data.Example;
import unroll.data.Shard;
import unroll.encode.Entry;
import unroll.encode.survey.LogCountRatios;
import unroll.math.RandomKeys;
import unroll.nn.Layout;
import unroll.nn.input.FeatureScores;
import unroll.nn.loss.ClassSquaredError;
import unroll.text.NGramTable;
import unroll.text.NGrams;
import unroll.text.Vocabulary;

/** The n-grams of the linear model beside the network, and their weights by naive Bayes. */
public final class NGramWeights {
    /**
     * Share of the log-count ratio that a weight starts with. Ratios add up as if n-grams were
     * independent, which makes naive Bayes far too sure of itself.
     */
    private static final double SHARE = 0.15;

    private NGramWeights() {}

    /**
     * Finds the most frequent n-grams of known words in the training shards.
     *
     * @throws DataException if there are none
     */
    static NGramTable table(JavaRDD<Shard> train, WideConf wide, Vocabulary vocabulary) {
        int first = vocabulary.unknownBuckets();
        int end = vocabulary.size();
        int longest = wide.ngrams();
        var codes =
                FrequentNGrams.of(
                        train,
                        shard ->
                                IntStream.range(0, shard.examples())
                                        .mapToObj(i -> ngrams(shard, i, first, end, longest))
                                        .iterator(),
                        wide.vocabulary());
        if (codes.length == 0) {
            throw new DataException(
                    "model.wide: expected known words that at least two texts of the training set have, got none; leave model.wide out, or raise model.wide.vocabulary ("
                            + wide.vocabulary()
                            + ") if all texts have the same words");
        }
        return new NGramTable(codes);
    }

    private static long[] ngrams(Shard shard, int text, int first, int end, int longest) {
        var words = new int[shard.length(text)];
        for (int t = 0; t < words.length; t++) {
            words[t] = NGrams.known(shard.token(text, t), first, end);
        }
        return NGrams.of(words, longest);
    }

    /**
     * Assigns weights that are proportional to the log-count ratios.
     *
     * @param theta changed
     */
    public static void fill(
            float[] theta, Layout layout, PreparedData prepared, Configuration conf) {
        var wide = conf.model().ngrams().orElseThrow();
        var slice = layout.slice(FeatureScores.WEIGHTS);
        int classes = prepared.codec().labels().size();
        var table = broadcast(prepared);
        int[] counts =
                ClassTermCounts.of(
                        texts(prepared, wide, table), classes, prepared.codec().ngrams().size());
        table.destroy();
        var ratios = new LogCountRatios(counts, classes);
        double share = SHARE / logit(conf, classes);
        for (int term = 0; term < ratios.terms(); term++) {
            for (int k = 0; k < classes; k++) {
                theta[slice.offset() + term * classes + k] = (float) (share * ratios.of(k, term));
            }
        }
    }

    /** Returns the logit that a score of one stands for: weights are made for logits. */
    public static double logit(Configuration conf, int classes) {
        boolean squared = conf.training().classLoss() == ClassLoss.SQUARED;
        return squared ? ClassSquaredError.scale(classes) : 1;
    }

    /** Sends the n-grams to the executors. */
    public static Broadcast<NGramTable> broadcast(PreparedData prepared) {
        return JavaSparkContext.fromSparkContext(prepared.train().context())
                .broadcast(prepared.codec().ngrams());
    }

    /** Returns the labelled training texts as the numbers of their known n-grams, ascending. */
    public static JavaRDD<Entry> texts(
            PreparedData prepared, WideConf wide, Broadcast<NGramTable> table) {
        var vocabulary = prepared.codec().vocabulary();
        int first = vocabulary.unknownBuckets();
        int end = vocabulary.size();
        int longest = wide.ngrams();
        return prepared.train()
                .flatMap(
                        shard ->
                                IntStream.range(0, shard.examples())
                                        .filter(i -> shard.target(i) >= 0)
                                        .mapToObj(
                                                i ->
                                                        text(
                                                                shard,
                                                                i,
                                                                ngrams(
                                                                        shard, i, first, end,
                                                                        longest),
                                                                table.value()))
                                        .iterator());
    }

    private static Entry text(Shard shard, int example, long[] codes, NGramTable table) {
        var numbers = new int[codes.length];
        int known = table.numbers(codes, codes.length, numbers, 0);
        var place = new ContentHash(RandomKeys.mix(shard.number(), example), example);
        return new Entry(place, new Example(Arrays.copyOf(numbers, known), shard.target(example)));
    }
}
