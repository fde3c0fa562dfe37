package unroll.predict;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.read.ConfigurationWriter;
import unroll.encode.Codec;
import unroll.io.CorruptFileException;
import unroll.io.Store;
import unroll.io.UnsupportedFormatException;
import unroll.io.model.ModelDirectory;
import unroll.nn.TooManyParametersException;
import unroll.task.TrainedModel;
import unroll.task.registry.Tasks;
import unroll.text.NGramTable;
import unroll.text.Words;

/**
 * A model on disk, checked as a whole: versions, checksums, and that its parts fit each other.
 *
 * @param directory its files
 * @param trained the part that scores
 */
public record SavedModel(ModelDirectory directory, TrainedModel trained) {
    private static final String MODEL = "model.json";
    private static final String REMEDY = "copy the model again from an intact one, or train again";

    /**
     * Opens a model.
     *
     * @param directory of the model, or of the run that it belongs to
     * @throws FileNotFoundException if there is no model
     * @throws UnsupportedFormatException if its format or its tokeniser is too old or too new
     * @throws CorruptFileException if it is damaged, naming the file
     */
    public static SavedModel open(Store store, String directory) throws IOException {
        return open(store, directory, List.of());
    }

    /**
     * Opens a model to score one text, with other settings than its own. Without a choice of
     * kernels they are the scalar ones: the bits are the same, but the JVM would spend more time on
     * preparing SIMD than on using it.
     *
     * @param settings such as {@code decoder.beam=1}
     * @throws ConfigurationException if a setting is wrong
     */
    public static SavedModel openForOneText(
            Store store, String directory, List<String> settings, LanguageModel.Stores stores)
            throws IOException {
        var all = new ArrayList<String>();
        all.add("kernels=scalar"); // settings that follow replace it
        all.addAll(settings);
        return open(store, directory, all, stores);
    }

    /**
     * Opens a model with other settings than its own.
     *
     * @param settings such as {@code data.maxRejected=0.5}
     * @throws ConfigurationException if a setting is wrong
     */
    public static SavedModel open(Store store, String directory, List<String> settings)
            throws IOException {
        return open(store, directory, settings, (key, path) -> store);
    }

    /**
     * Opens a model with other settings than its own, which may name another language model.
     *
     * @param settings such as {@code data.maxRejected=0.5}
     * @throws ConfigurationException if a setting is wrong
     */
    public static SavedModel open(
            Store store, String directory, List<String> settings, LanguageModel.Stores stores)
            throws IOException {
        var model = of(ModelDirectory.open(store, place(store, directory)), settings);
        var conf = model.conf();
        if (!conf.transcribe().languageModel().on()) {
            return model;
        }
        var asked =
                settings.stream().anyMatch(LanguageModel::isNamedBy)
                        ? LanguageModel.named(conf, stores).orElseThrow()
                        : model.storedLanguageModel();
        var trained = model.trained();
        return new SavedModel(
                model.directory(), trained.with(asked.askedBy(trained.task(), trained.codec())));
    }

    private LanguageModel storedLanguageModel() throws IOException {
        var stored = directory.languageModel();
        if (stored.isEmpty()) {
            throw damaged(
                    Store.child(path(), MODEL),
                    "its configuration has " + LanguageModel.KEY + ", but it holds no such model");
        }
        return LanguageModel.stored(stored.get(), conf());
    }

    /** Returns the model in a directory, without the language model that it may ask. */
    static SavedModel of(ModelDirectory opened, List<String> settings) throws IOException {
        var file = Store.child(opened.path(), MODEL);
        var model = opened.model();
        // Other words than those that it learnt would be scored without a sign of it.
        UnsupportedFormatException.check(
                "model's tokeniser",
                file,
                model.tokenizerVersion(),
                Words.OLDEST_VERSION,
                Words.VERSION,
                "train it again");
        var tree = asOfItsVersion(model.configuration());
        var stored = configuration(tree, file);
        var conf =
                Words.asOf(
                        model.tokenizerVersion(),
                        settings.isEmpty() ? stored : Tasks.reader().ofTree(tree, settings));
        if (!conf.task().word().equals(model.task())) {
            throw damaged(
                    file,
                    "task is %s, that of its configuration %s"
                            .formatted(model.task(), conf.task().word()));
        }
        return new SavedModel(opened, trained(opened, conf, file));
    }

    /**
     * Writes a model.
     *
     * @param directory of the model
     * @param figures on the validation set, by name
     * @param languageModel that it asks, of which it holds a copy
     */
    public static void write(
            Store store,
            String directory,
            TrainedModel model,
            ModelDirectory.Provenance provenance,
            Map<String, Object> figures,
            Optional<LanguageModel> languageModel)
            throws IOException {
        var conf = model.conf();
        var codec = model.codec();
        ModelDirectory.write(
                store,
                directory,
                new ModelDirectory.Contents(
                        new ModelDirectory.Model(
                                conf.task().word(),
                                ConfigurationWriter.tree(conf),
                                codec.tree(),
                                Words.VERSION,
                                codec.vocabulary().words(),
                                codec.ngrams().words(),
                                provenance,
                                figures),
                        model.task().network().layout(),
                        model.theta()),
                languageModel.map(LanguageModel::contents));
    }

    /** The directory of the model itself. */
    private static String place(Store store, String directory) throws IOException {
        if (store.exists(Store.child(directory, MODEL))) {
            return directory;
        }
        var inRun = Store.child(directory, "model");
        boolean isRun = store.exists(Store.child(directory, "run.json")) || store.exists(inRun);
        return isRun ? inRun : directory;
    }

    /** Intervals of models that do not name them are fixed: there were no others. */
    private static Map<String, Object> asOfItsVersion(Map<String, Object> tree) {
        boolean series =
                tree.get("data") instanceof Map<?, ?> data
                        && data.get("train") instanceof Map<?, ?> train
                        && train.get("series") != null;
        boolean quantiles =
                tree.get("training") instanceof Map<?, ?> training
                        && "quantile".equals(training.get("loss"));
        var forecast = new LinkedHashMap<String, Object>();
        if (tree.get("forecast") instanceof Map<?, ?> section) {
            section.forEach((key, value) -> forecast.put(key.toString(), value));
        }
        if (!series || !quantiles || forecast.containsKey("intervals")) {
            return tree;
        }
        forecast.put("intervals", "fixed");
        var complete = new LinkedHashMap<>(tree);
        complete.put("forecast", forecast);
        return complete;
    }

    private static Configuration configuration(Map<String, Object> tree, String file) {
        try {
            return Tasks.reader().ofTree(tree);
        } catch (ConfigurationException e) {
            throw damaged(file, e.getMessage().lines().findFirst().orElse(""));
        }
    }

    private static TrainedModel trained(ModelDirectory opened, Configuration conf, String file)
            throws IOException {
        Codec codec;
        try {
            var kind = Tasks.kind(conf.task());
            var target = kind.target(conf, conf.data().train());
            var read = conf.with(Configuration.TEXT, kind.text(conf));
            codec =
                    Codec.of(opened.model().codec(), opened.model().vocabulary(), read, target)
                            .withNGrams(
                                    NGramTable.of(
                                            opened.model().ngrams(),
                                            opened.model().vocabulary().size()
                                                    + conf.text().unknownBuckets()));
        } catch (IllegalArgumentException e) {
            throw damaged(file, "codec." + e.getMessage());
        }
        try {
            return Tasks.trained(conf, codec, network -> opened.parameters(network.layout()));
        } catch (ArithmeticException | ConfigurationException | TooManyParametersException e) {
            throw damaged(file, "its configuration is of a network that is too large to exist");
        }
    }

    private static CorruptFileException damaged(String file, String what) {
        return new CorruptFileException(file + " is damaged: " + what + ": " + REMEDY);
    }

    public String path() {
        return directory.path();
    }

    /** Returns the configuration that the model was trained with. */
    public Configuration conf() {
        return trained.conf();
    }
}
