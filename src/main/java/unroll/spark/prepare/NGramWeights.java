package unroll.spark.prepare;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import unroll.conf.WideConf;
import unroll.data.Block;
import unroll.data.Shard;
import unroll.encode.survey.LogCountRatios;
import unroll.nn.Layout;
import unroll.text.NGramTable;
import unroll.text.NGrams;
import unroll.text.Vocabulary;

/** The n-grams of the linear model beside the network, and their initial weights. */
public final class NGramWeights {
    /** The parameter that holds the weights, [n-grams, classes]. */
    private static final String WEIGHTS = "wide.w";

    /**
     * Share of the log-count ratio that a weight starts with. Ratios add up as if n-grams were
     * independent, which makes naive Bayes far too sure of itself.
     */
    private static final double SHARE = 0.15;

    private NGramWeights() {}

    /** Finds the most frequent n-grams of known words in the training shards. */
    static NGramTable table(JavaRDD<Shard> train, WideConf wide, Vocabulary vocabulary) {
        int first = vocabulary.unknownBuckets();
        int end = vocabulary.size();
        int longest = wide.ngrams();
        var codes =
                FrequentNGrams.of(
                        blocks(train),
                        block ->
                                IntStream.range(0, block.examples())
                                        .mapToObj(i -> ngrams(block, i, first, end, longest))
                                        .iterator(),
                        wide.vocabulary());
        return new NGramTable(codes);
    }

    private static JavaRDD<Block> blocks(JavaRDD<Shard> shards) {
        return shards.flatMap(shard -> shard.blocks().iterator());
    }

    private static long[] ngrams(Block block, int text, int first, int end, int longest) {
        var words = new int[block.length(text)];
        for (int t = 0; t < words.length; t++) {
            words[t] = NGrams.known(block.token(text, t), first, end);
        }
        return NGrams.of(words, longest);
    }

    /**
     * Assigns the initial weights.
     *
     * @param theta changed
     */
    public static void fill(float[] theta, Layout layout, PreparedData prepared, WideConf wide) {
        var slice = layout.slice(WEIGHTS);
        if (wide.start() == WideConf.Start.ZERO) {
            Arrays.fill(theta, slice.offset(), slice.end(), 0);
            return;
        }
        var ratios = ratios(prepared, wide.ngrams());
        int classes = ratios.classes();
        for (int term = 0; term < ratios.terms(); term++) {
            for (int k = 0; k < classes; k++) {
                theta[slice.offset() + term * classes + k] = (float) (SHARE * ratios.of(k, term));
            }
        }
    }

    private static LogCountRatios ratios(PreparedData prepared, int longest) {
        var codec = prepared.codec();
        int classes = codec.labels().size();
        int first = codec.vocabulary().unknownBuckets();
        int end = codec.vocabulary().size();
        var spark = JavaSparkContext.fromSparkContext(prepared.train().context());
        var table = spark.broadcast(codec.ngrams());
        int size = Math.multiplyExact(classes, codec.ngrams().size());
        var counts = new int[size];
        blocks(prepared.train())
                .mapPartitions(
                        blocks -> {
                            var part = new int[size];
                            blocks.forEachRemaining(
                                    block ->
                                            count(block, first, end, longest, table.value(), part));
                            return List.of(part).iterator();
                        })
                .collect()
                .forEach(part -> Arrays.setAll(counts, i -> counts[i] + part[i]));
        table.destroy();
        return new LogCountRatios(counts, classes);
    }

    private static void count(
            Block block, int first, int end, int longest, NGramTable table, int[] counts) {
        for (int i = 0; i < block.examples(); i++) {
            if (block.target(i) < 0) {
                continue; // unlabelled
            }
            long[] codes = ngrams(block, i, first, end, longest);
            var numbers = new int[codes.length];
            int known = table.numbers(codes, codes.length, numbers, 0);
            for (int n = 0; n < known; n++) {
                counts[block.target(i) * table.size() + numbers[n]]++;
            }
        }
    }
}
