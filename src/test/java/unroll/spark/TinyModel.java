package unroll.spark;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import unroll.conf.Configuration;
import unroll.conf.read.ConfigurationWriter;
import unroll.encode.Codec;
import unroll.io.LocalStore;
import unroll.io.model.ModelDirectory;
import unroll.task.registry.Tasks;
import unroll.text.Vocabulary;
import unroll.text.Words;

/** A small network that has not learnt anything, as a model directory. */
public final class TinyModel {
    private static final List<String> WORDS = List.of("good", "bad", "film", "not", "very");

    private TinyModel() {}

    public static Configuration configuration(String... overrides) {
        return Tasks.reader()
                .read(
                        """
                task: classify
                run: {dir: nowhere, seed: 5}
                data:
                  train: {format: json, path: nowhere}
                text: {vocabulary: 100, minCount: 1, unknownBuckets: 2, maxLength: 20}
                model: {embedding: 4, layers: [{cell: lstm, size: 3}], pooling: max}
                training: {epochs: 1, batch: 8, batchTokens: 400}
                """,
                        "test",
                        List.of(overrides));
    }

    public static String write(String directory) throws IOException {
        return write(directory, Words.VERSION);
    }

    public static String write(String directory, int tokenizerVersion) throws IOException {
        var codec = Codec.ofTexts(new Vocabulary(WORDS, 2), List.of("neg", "pos"));
        return write(directory, configuration(), codec, tokenizerVersion);
    }

    /** A network of any task. */
    public static String write(String directory, Configuration conf, Codec codec)
            throws IOException {
        return write(directory, conf, codec, Words.VERSION);
    }

    private static String write(
            String directory, Configuration conf, Codec codec, int tokenizerVersion)
            throws IOException {
        var network = Tasks.of(conf, codec).network();
        var theta = network.layout().initialParameters(11);
        for (int i = 0; i < theta.length; i++) {
            theta[i] *= 3; // so that probabilities differ
        }
        ModelDirectory.write(
                new LocalStore(),
                directory,
                new ModelDirectory.Model(
                        conf.task().word(),
                        ConfigurationWriter.tree(conf),
                        codec.tree(),
                        tokenizerVersion,
                        codec.vocabulary().words(),
                        codec.ngrams().words(),
                        new ModelDirectory.Provenance(5, "", "test", "", "", 1, 1, Map.of()),
                        Map.of()),
                network.layout(),
                theta);
        return directory;
    }
}
