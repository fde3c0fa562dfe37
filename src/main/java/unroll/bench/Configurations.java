package unroll.bench;

import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import unroll.conf.Configuration;
import unroll.conf.EncoderLayer.RecurrentConf;
import unroll.conf.KernelChoice;
import unroll.conf.ModelConf;
import unroll.conf.ModelConf.DropoutConf;
import unroll.conf.ModelConf.Pooling;
import unroll.conf.TaskConf;
import unroll.text.Vocabulary;

/** What workloads are configured with: equal layers on top of each other, without dropout. */
final class Configurations {
    private Configurations() {}

    /**
     * @param embedding width of the words' vectors; 0 if steps are vectors
     */
    static Configuration of(
            TaskConf task, int embedding, int layers, RecurrentConf layer, KernelChoice kernels) {
        var model =
                new ModelConf(
                        embedding,
                        Collections.nCopies(layers, layer),
                        Pooling.LAST,
                        new DropoutConf(0, 0, 0, 0));
        return Configuration.STANDARD
                .with(Configuration.TASK, task)
                .with(Configuration.MODEL, model)
                .with(Configuration.KERNELS, kernels);
    }

    /**
     * Returns a vocabulary for the configuration.
     *
     * @param words ids, with those of unknown words
     */
    static Vocabulary vocabulary(Configuration conf, int words) {
        int buckets = conf.text().unknownBuckets();
        return new Vocabulary(names("word", words - buckets), buckets);
    }

    static List<String> names(String kind, int count) {
        return IntStream.range(0, count).mapToObj(id -> kind + id).toList();
    }
}
