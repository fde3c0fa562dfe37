package unroll.spark.prepare;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.InputConf;
import unroll.conf.InputConf.VectorsConf;
import unroll.data.DataException;
import unroll.io.Store;
import unroll.math.RandomKeys;
import unroll.message.Plural;
import unroll.nn.Layout;
import unroll.spark.store.NamedStores;
import unroll.text.Normalization;
import unroll.text.UnusableVectorsException;
import unroll.text.VectorFile;
import unroll.text.WordVectors;

/**
 * Fills the tables of word vectors with the initial values that {@code model.inputs} asks for, and
 * the counts of words that normalise a table. Checkpoint 0 holds them, so that neither resuming nor
 * scoring needs their source.
 */
public final class InitialVectors {
    private final SparkSession session;
    private final Configuration conf;
    private final Consumer<String> notes;

    /**
     * @param notes receives messages for the user
     */
    public InitialVectors(SparkSession session, Configuration conf, Consumer<String> notes) {
        this.session = session;
        this.conf = conf;
        this.notes = notes;
    }

    /** Returns whether some values depend on more than the seed. */
    public boolean any() {
        return conf.model().inputs().stream()
                .anyMatch(
                        input ->
                                input instanceof InputConf.Words words
                                        && (words.normalize()
                                                || !(words.vectors()
                                                        instanceof VectorsConf.Random)));
    }

    /**
     * Checks that files of vectors exist, before anything that takes time.
     *
     * @throws DataException if one does not
     */
    public void requireFiles() throws IOException {
        for (int i = 0; i < conf.model().inputs().size(); i++) {
            if (conf.model().inputs().get(i) instanceof InputConf.Words words
                    && words.vectors() instanceof VectorsConf.File file
                    && !store(i, file).exists(file.path())) {
                throw absent(i, file);
            }
        }
    }

    private static DataException absent(int input, VectorsConf.File file) {
        return new DataException(
                String.format(Locale.ROOT, "%s: there is nothing at %s", key(input), file.path()));
    }

    private static String key(int input) {
        return "model.inputs[" + input + "].vectors.path";
    }

    private Store store(int input, VectorsConf.File file) {
        return NamedStores.open(
                key(input), file.path(), session.sparkContext().hadoopConfiguration());
    }

    /**
     * Overwrites the values of words that have a vector; others are unchanged.
     *
     * @param theta changed
     * @return by parameter, the source of its values and the covered shares of the training set's
     *     words and tokens
     * @throws DataException if a file cannot be used
     */
    public Map<String, Object> fill(float[] theta, Layout layout, PreparedData prepared)
            throws IOException {
        var found = new LinkedHashMap<String, Object>();
        if (!prepared.codec().words()) {
            return found; // inputs of words are without effect where steps are vectors
        }
        for (int i = 0; i < conf.model().inputs().size(); i++) {
            if (!(conf.model().inputs().get(i) instanceof InputConf.Words words)) {
                continue;
            }
            if (words.normalize()) {
                count(theta, layout.slice(conf.model().counts(i)), prepared);
            }
            var slice = layout.slice(conf.model().table(i));
            if (words.vectors() instanceof VectorsConf.File file) {
                var content = read(i, words.width(), file, prepared);
                content.vectors().copyTo(theta, slice.offset());
                found.put(slice.name(), describe(file, content, prepared));
            } else if (words.vectors() instanceof VectorsConf.Word2Vec learnt) {
                long began = System.nanoTime();
                long seed = RandomKeys.mix(conf.run().seed(), i);
                var vectors = Skipgrams.learn(prepared, words.width(), learnt, seed);
                vectors.copyTo(theta, slice.offset());
                double seconds = (System.nanoTime() - began) / 1e9;
                found.put(slice.name(), describe(vectors, seconds, prepared));
            }
        }
        return found;
    }

    /** Counts each word; the unknown ones are divided evenly among their buckets. */
    private static void count(float[] theta, Layout.Slice counts, PreparedData prepared) {
        int buckets = prepared.codec().vocabulary().unknownBuckets();
        var known = prepared.wordCounts();
        long unknown = prepared.trainTokens() - known.stream().mapToLong(Long::longValue).sum();
        for (int id = 0; id < buckets; id++) {
            theta[counts.offset() + id] = (float) unknown / buckets;
        }
        for (int i = 0; i < known.size(); i++) {
            theta[counts.offset() + buckets + i] = known.get(i);
        }
    }

    private Map<String, Object> describe(
            WordVectors learnt, double seconds, PreparedData prepared) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("source", "word2vec");
        tree.putAll(coverage("Word2Vec", learnt, prepared));
        tree.put("seconds", seconds);
        notes.accept(String.format(Locale.ROOT, "Word2Vec took %.1f s", seconds));
        return tree;
    }

    private VectorFile.Content read(
            int input, int width, VectorsConf.File file, PreparedData prepared) throws IOException {
        try (var in = store(input, file).read(file.path())) {
            return VectorFile.read(
                    in,
                    file.path(),
                    width,
                    prepared.codec().vocabulary(),
                    new Normalization(conf.text()),
                    conf.data().maxRejected());
        } catch (FileNotFoundException e) {
            throw absent(input, file);
        } catch (UnusableVectorsException e) {
            throw new DataException(e.getMessage());
        }
    }

    private Map<String, Object> describe(
            VectorsConf.File file, VectorFile.Content content, PreparedData prepared) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("source", "file");
        tree.put("path", file.path());
        tree.putAll(coverage(file.path(), content.vectors(), prepared));
        tree.put("lines", content.lines());
        tree.put("duplicates", content.duplicates());
        tree.put("badLines", content.badLines());
        if (!content.whole()) {
            notes.accept(
                    String.format(
                            Locale.ROOT,
                            "warning: the first line of %s announces %,d words, but the file has %,d: is it complete?",
                            file.path(),
                            content.announced(),
                            content.lines()));
        }
        if (content.badLines() > 0 || content.duplicates() > 0) {
            notes.accept(
                    String.format(
                            Locale.ROOT,
                            "%s: of %,d lines %,d have another width, %,d no finite numbers (left out);"
                                    + " %,d are of a word that was there already (the first counts)",
                            file.path(),
                            content.lines(),
                            content.wrongWidth(),
                            content.noNumbers(),
                            content.duplicates()));
        }
        return tree;
    }

    private Map<String, Object> coverage(String name, WordVectors vectors, PreparedData prepared) {
        int first = prepared.codec().vocabulary().unknownBuckets();
        int words = 0;
        long tokens = 0;
        for (int i = 0; i < prepared.wordCounts().size(); i++) {
            if (vectors.has(first + i)) {
                words++;
                tokens += prepared.wordCounts().get(i);
            }
        }
        double shareOfWords = share(words, prepared.wordCounts().size());
        double shareOfTokens = share(tokens, prepared.trainTokens());
        notes.accept(
                String.format(
                        Locale.ROOT,
                        "%s covers %s of the vocabulary (%.1f %%) and %.1f %% of all tokens",
                        name,
                        Plural.of(words, "word"),
                        100 * shareOfWords,
                        100 * shareOfTokens));
        var tree = new LinkedHashMap<String, Object>();
        tree.put("words", words);
        tree.put("shareOfWords", shareOfWords);
        tree.put("shareOfTokens", shareOfTokens);
        return tree;
    }

    private static double share(long part, long all) {
        return all == 0 ? 0 : (double) part / all;
    }
}
