package unroll.spark.prepare;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.HashPartitioner;
import org.apache.spark.mllib.feature.Word2Vec;
import scala.Tuple2;
import scala.jdk.javaapi.CollectionConverters;
import unroll.conf.InputConf.VectorsConf;
import unroll.data.Shard;
import unroll.text.WordVectors;

/**
 * Learns word vectors from the training set by Spark MLlib's Word2Vec. Its words are our word ids,
 * so that the buckets of unknown words get vectors too.
 *
 * <p>One task reads all shards in their order, so that the result depends only on data and seed; it
 * uses one core, however large the cluster. The order of equally frequent words also depends on
 * {@code spark.default.parallelism} if that is set.
 */
final class Skipgrams {
    private static final int ONE = 1;

    private Skipgrams() {}

    static WordVectors learn(
            PreparedData prepared, int width, VectorsConf.Word2Vec conf, long seed) {
        var sentences =
                prepared.train()
                        .mapToPair(shard -> new Tuple2<>(shard.number(), shard))
                        .repartitionAndSortWithinPartitions(new HashPartitioner(ONE))
                        .values()
                        .flatMap(Skipgrams::sentences);
        var model =
                new Word2Vec()
                        .setVectorSize(width)
                        .setWindowSize(conf.window())
                        .setNumIterations(conf.iterations())
                        .setNumPartitions(ONE)
                        .setMinCount(1)
                        .setSeed(seed)
                        .fit(sentences);
        var vectors = new WordVectors(prepared.codec().vocabulary().size(), width);
        CollectionConverters.asJava(model.getVectors())
                .forEach((id, vector) -> vectors.put(Integer.parseInt(id), vector));
        return vectors;
    }

    private static Iterator<List<String>> sentences(Shard shard) {
        return IntStream.range(0, shard.examples())
                .mapToObj(example -> sentence(shard, example))
                .iterator();
    }

    private static List<String> sentence(Shard shard, int example) {
        int length = shard.length(example);
        var words = new ArrayList<String>(length);
        for (int t = 0; t < length; t++) {
            // Tables of whole words have no rows for words that letters alone tell apart.
            words.add(Integer.toString(shard.spelling().known(shard.token(example, t))));
        }
        return words;
    }
}
