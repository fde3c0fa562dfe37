package unroll.spark.job;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.apache.spark.sql.SparkSession;
import unroll.conf.Configuration;
import unroll.conf.WideConf;
import unroll.data.DataException;
import unroll.encode.Codec;
import unroll.io.run.RunDirectory.Start;
import unroll.message.Plural;
import unroll.nn.Layout;
import unroll.predict.LanguageModel;
import unroll.predict.StartingModel;
import unroll.report.Progress;
import unroll.spark.baseline.NGramRegression;
import unroll.spark.prepare.InitialVectors;
import unroll.spark.prepare.NGramWeights;
import unroll.spark.prepare.PreparedData;
import unroll.spark.store.NamedStores;
import unroll.task.Task;
import unroll.task.TrainedModel;

/**
 * The initial parameters of a network that are not random: word vectors, weights of n-grams, and
 * then the parameters of another model. Checkpoint 0 holds the values and {@code run.json} their
 * origin, so that resuming needs no source of them. A language model that the run asks is no part
 * of the network, and is opened again.
 */
final class InitialValues {
    private static final String SHA256 = "parametersSha256";

    private final SparkSession session;
    private final Configuration conf;
    private final Progress progress;
    private final InitialVectors vectors;
    private Optional<LanguageModel> languageModel = Optional.empty();
    private Start start; // as far as it is known

    InitialValues(SparkSession session, Configuration conf, Progress progress) {
        this.session = session;
        this.conf = conf;
        this.progress = progress;
        vectors = new InitialVectors(session, conf, progress::message);
        start = Start.RANDOM;
    }

    private boolean fromModel() {
        return !conf.model().from().isEmpty();
    }

    /**
     * Checks the sources of a new run, before anything that takes time.
     *
     * @throws DataException if a file of vectors is missing
     * @throws java.io.FileNotFoundException if there is no model
     * @throws unroll.conf.ConfigurationException if the model's texts are cut into other words
     */
    void begin() throws IOException {
        vectors.requireFiles();
        openLanguageModel();
        start = new Start(Map.of(), Map.of(), List.of(), asked());
        if (fromModel()) {
            var model = model();
            List<String> words =
                    conf.data().train().words() ? model.words(conf.text().vocabulary()) : List.of();
            start = new Start(Map.of(), Map.of(SHA256, model.sha256()), words, asked());
        }
    }

    /**
     * Continues a run.
     *
     * @param trains whether there is something to train
     * @throws DataException if it asked another language model so far
     */
    void resume(Start begun, boolean trains) throws IOException {
        start = begun;
        if (!trains) {
            return;
        }
        openLanguageModel();
        if (!asked().getOrDefault(SHA256, "")
                .equals(begun.languageModel().getOrDefault(SHA256, ""))) {
            throw new DataException(
                    "%s: %s holds another model than when this run began; restore that one, or start over with --fresh"
                            .formatted(
                                    LanguageModel.KEY, conf.transcribe().languageModel().path()));
        }
    }

    private void openLanguageModel() throws IOException {
        var hadoop = session.sparkContext().hadoopConfiguration();
        languageModel =
                LanguageModel.named(conf, (key, path) -> NamedStores.open(key, path, hadoop));
    }

    private Map<String, Object> asked() {
        return languageModel.map(LanguageModel::tree).orElse(Map.of());
    }

    /** Returns the language model that the run asks, once it has begun or resumed. */
    Optional<LanguageModel> languageModel() {
        return languageModel;
    }

    /** Returns a task that asks the language model, if there is one. */
    Task asking(Task task, Codec codec) {
        return languageModel.map(model -> model.askedBy(task, codec)).orElse(task);
    }

    /** Returns a model that asks the language model, if there is one. */
    TrainedModel asking(TrainedModel model) {
        return model.with(asking(model.task(), model.codec()));
    }

    private StartingModel model() throws IOException {
        var path = conf.model().from();
        var hadoop = session.sparkContext().hadoopConfiguration();
        return StartingModel.open(NamedStores.open("model.from", path, hadoop), conf);
    }

    /** Returns the words that the vocabulary takes over from the model. */
    List<String> words() {
        return start.words();
    }

    /** Returns whether some values are not random. */
    boolean any() {
        return vectors.any() || conf.model().ngrams().isPresent() || fromModel();
    }

    /**
     * Overwrites random values.
     *
     * @param theta changed
     * @throws unroll.conf.ConfigurationException if the model shares no parameter with the network
     */
    void fill(float[] theta, Layout layout, PreparedData prepared, Task task) throws IOException {
        var found = vectors.fill(theta, layout, prepared);
        conf.model().ngrams().ifPresent(wide -> fill(theta, layout, prepared, wide.start()));
        var taken = fromModel() ? take(theta, prepared, task) : Map.<String, Object>of();
        start = new Start(found, taken, words(), start.languageModel());
    }

    private void fill(float[] theta, Layout layout, PreparedData prepared, WideConf.Start ngrams) {
        switch (ngrams) {
            case NAIVE_BAYES -> NGramWeights.fill(theta, layout, prepared, conf);
            case REGRESSION -> NGramRegression.fill(session, conf, theta, layout, prepared);
            case ZERO -> {} // as they are
        }
    }

    private Map<String, Object> take(float[] theta, PreparedData prepared, Task task)
            throws IOException {
        var model = model();
        if (!model.sha256().equals(start.model().get(SHA256))) {
            throw new DataException(
                    "model.from: %s holds another model than when this run began; give it another directory, or start over with --fresh"
                            .formatted(conf.model().from()));
        }
        var codec = prepared.codec();
        var result = model.fill(theta, conf, codec, task);
        model.lines(result, codec).forEach(progress::message);
        int words = codec.vocabulary().words().size();
        int added = words - words().size();
        if (codec.words() && !words().isEmpty()) {
            progress.message(
                    String.format(
                            Locale.ROOT,
                            "vocabulary: %s of the model, %,d more of the training set%s",
                            Plural.of(words().size(), "word"),
                            added,
                            words == conf.text().vocabulary()
                                    ? "; it is full: raise text.vocabulary for more"
                                    : ""));
        }
        return model.tree(result);
    }

    /** Returns what the run begins with. */
    Start start() {
        return start;
    }
}
