package unroll.predict;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import unroll.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.conf.TaskConf;
import unroll.conf.setting.Value;
import unroll.encode.Codec;
import unroll.io.Store;
import unroll.io.model.ModelDirectory;
import unroll.message.Secrets;
import unroll.task.Task;

/** The language model that a model chooses its labels with: {@code transcribe.languageModel}. */
public final class LanguageModel {
    /** The setting that names the model. */
    public static final String KEY = "transcribe.languageModel.path";

    /** Finds the file systems of paths that settings name. */
    @FunctionalInterface
    public interface Stores {
        /**
         * @param key setting that the path comes from
         */
        Store of(String key, String path);
    }

    private final SavedModel saved;
    private final String path; // as it was given

    private LanguageModel(SavedModel saved, String path) {
        this.saved = saved;
        this.path = path;
    }

    /**
     * Opens the model that a configuration names; empty if it names none.
     *
     * @throws FileNotFoundException if there is no model
     * @throws unroll.io.CorruptFileException if it is damaged, naming the file
     * @throws ConfigurationException if it is a model of another task
     */
    public static Optional<LanguageModel> named(Configuration conf, Stores stores)
            throws IOException {
        var path = conf.transcribe().languageModel().path();
        if (path.isEmpty()) {
            return Optional.empty();
        }
        SavedModel model;
        try {
            model = SavedModel.open(stores.of(KEY, path), path, kernels(conf));
        } catch (FileNotFoundException e) {
            var told = new FileNotFoundException(KEY + ": " + e.getMessage());
            told.initCause(e);
            throw told;
        }
        if (model.conf().task() != TaskConf.LANGUAGE) {
            throw new ConfigurationException(
                    "%s: expected a model of task language, got %s, a model of task %s: train a language model on texts of labels, and name its run"
                            .formatted(KEY, path, model.conf().task().word()));
        }
        return Optional.of(new LanguageModel(model, path));
    }

    /** Returns the copy that another model holds. */
    static LanguageModel stored(ModelDirectory directory, Configuration conf) throws IOException {
        var path = conf.transcribe().languageModel().path();
        return new LanguageModel(SavedModel.of(directory, kernels(conf)), path);
    }

    /** Returns whether a setting, KEY=VALUE, names the model. */
    static boolean isNamedBy(String setting) {
        return OverridableSettings.key(setting).equals(KEY);
    }

    /** The kernels are those of the model that asks. */
    private static List<String> kernels(Configuration conf) {
        return List.of("kernels=" + Value.word(conf.kernels()));
    }

    /**
     * Returns a task that asks this model.
     *
     * @param codec of the task's models
     * @throws ConfigurationException if it knows none of the labels
     */
    public Task askedBy(Task task, Codec codec) {
        return task.withLanguageModel(saved.trained(), codec);
    }

    /** Returns what a run records of it. */
    public Map<String, Object> tree() {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("path", Secrets.redact(path));
        tree.put("parametersSha256", saved.directory().parametersSha256());
        tree.put("dataFingerprint", saved.directory().model().provenance().dataFingerprint());
        return tree;
    }

    /** Returns the model as it is written beside another. */
    ModelDirectory.Contents contents() {
        var trained = saved.trained();
        return new ModelDirectory.Contents(
                saved.directory().model(), trained.task().network().layout(), trained.theta());
    }
}
