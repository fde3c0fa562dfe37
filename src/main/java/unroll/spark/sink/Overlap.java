package unroll.spark.sink;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import unroll.conf.ConfigurationException;
import unroll.conf.SourceConf;
import unroll.conf.read.ConfiguredPaths;
import unroll.io.Store;
import unroll.io.model.OwnFiles;
import unroll.spark.store.HadoopStore;
import unroll.spark.store.NamedStores;
import unroll.spark.store.SourcePaths;

/**
 * Refuses outputs that overlap inputs: a command's output must neither replace its input nor be
 * read as input the next time. Compares real paths, so links, {@code ..} and other spellings do not
 * hide anything.
 */
public final class Overlap {
    private final Configuration hadoop;
    private final Map<String, List<String>> read = new LinkedHashMap<>();

    public Overlap(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Returns the inputs of a command that scores rows with a model.
     *
     * @param conf of the model
     * @param modelDir directory of the model
     */
    public static Overlap ofCommand(
            Configuration hadoop, SourceConf rows, unroll.conf.Configuration conf, String modelDir)
            throws IOException {
        return new Overlap(hadoop).with("the rows", rows).with(conf).withModelFiles(modelDir);
    }

    /**
     * Adds files or folders as inputs.
     *
     * @param what their name in messages
     * @param paths as the user gave them: paths or globs
     */
    public Overlap with(String what, List<String> paths) {
        read.merge(
                what,
                paths,
                (some, more) -> {
                    var all = new ArrayList<>(some);
                    all.addAll(more);
                    return all;
                });
        return this;
    }

    /** Adds a source, if it has files. */
    public Overlap with(String what, SourceConf source) {
        ConfiguredPaths.source(what, source).values().forEach(paths -> with(what, paths));
        return this;
    }

    /** Adds the sources and the files of vectors of a configuration. */
    public Overlap with(unroll.conf.Configuration conf) {
        ConfiguredPaths.data(conf).forEach(this::with);
        return this;
    }

    /** Adds the model that training begins with, and the one that is asked. */
    public Overlap withModels(unroll.conf.Configuration conf) {
        ConfiguredPaths.models(conf).forEach(this::with);
        return this;
    }

    /**
     * Adds a model and its run.
     *
     * @param directory of either
     */
    Overlap withModel(String directory) throws IOException {
        var run = run(directory);
        return run == null ? with("the model", List.of(directory)) : with("the run", List.of(run));
    }

    /** Adds the files of a model and of its run, but not other files beside them. */
    Overlap withModelFiles(String directory) throws IOException {
        var run = run(directory);
        with("the model", List.of(directory));
        return run == null
                ? this
                : with(
                        "the run",
                        OwnFiles.RUN_ENTRIES.stream().map(f -> Store.child(run, f)).toList());
    }

    /** Returns the run of a model; null without one. */
    private String run(String model) throws IOException {
        var path = SourcePaths.of(model);
        path = path.getFileSystem(hadoop).makeQualified(path);
        var parent = path.getParent();
        return parent != null
                        && path.getName().equals("model")
                        && HadoopStore.of(model, hadoop)
                                .exists(Store.child(parent.toString(), "run.json"))
                ? parent.toString()
                : null;
    }

    /**
     * Checks an output.
     *
     * @param key name of the setting in messages
     * @throws ConfigurationException if the place is an input, or is above or below one
     */
    public void check(String key, String place) throws IOException {
        if (place.isEmpty()) {
            return; // no file
        }
        NamedStores.require(key, place, hadoop);
        var target = real(SourcePaths.of(place));
        for (var taken : read.entrySet()) {
            for (var text : taken.getValue()) {
                if (isAt(target, text)) {
                    throw new ConfigurationException(
                            "%s: expected a place apart from %s (%s), which is read, got %s; nothing has been changed"
                                    .formatted(key, taken.getKey(), text, place));
                }
            }
        }
    }

    private boolean isAt(URI target, String text) throws IOException {
        var scheme = SourcePaths.of(text).toUri().getScheme();
        if (scheme != null && !scheme.equals(target.getScheme())) {
            return false; // its file system may not be reachable
        }
        if (!isReachable(SourcePaths.of(text))) {
            return false; // reading it reports the error
        }
        if (meet(target, real(SourcePaths.of(text)))) {
            return true;
        }
        for (var found : SourcePaths.find(text, hadoop)) {
            if (meet(target, real(found))) {
                return true;
            }
        }
        return SourcePaths.wouldMatch(text, new Path(target), hadoop);
    }

    private boolean isReachable(Path path) {
        try {
            return path.getFileSystem(hadoop) != null;
        } catch (IOException | RuntimeException e) {
            return false; // no connector, no such host
        }
    }

    private static boolean meet(URI a, URI b) {
        return Objects.equals(a.getScheme(), b.getScheme())
                && Objects.equals(a.getAuthority(), b.getAuthority())
                && (isIn(a.getPath(), b.getPath()) || isIn(b.getPath(), a.getPath()));
    }

    private static boolean isIn(String path, String folder) {
        return path.equals(folder) || path.startsWith(folder.endsWith("/") ? folder : folder + "/");
    }

    private URI real(Path path) throws IOException {
        var fileSystem = path.getFileSystem(hadoop);
        var whole = fileSystem.makeQualified(path).toUri().normalize();
        if (!"file".equals(whole.getScheme())) {
            return whole;
        }
        var local = java.nio.file.Path.of(fileSystem.makeQualified(path).toUri().getPath());
        return new Path("file", null, real(local).toString()).toUri();
    }

    /** Resolves the symbolic links in the existing part of a local path. */
    private static java.nio.file.Path real(java.nio.file.Path path) throws IOException {
        try {
            return path.toRealPath();
        } catch (IOException e) {
            var parent = path.getParent();
            if (parent == null) {
                return path;
            }
            var whole = real(parent).resolve(path.getFileName()).normalize();
            return Files.exists(whole) ? whole.toRealPath() : whole;
        }
    }
}
