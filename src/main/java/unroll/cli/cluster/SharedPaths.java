package unroll.cli.cluster;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import unroll.conf.ConfigurationException;
import unroll.conf.InputConf;
import unroll.conf.InputConf.VectorsConf;
import unroll.conf.SourceConf;

/** Finds the paths of a configuration that only the launching machine can see. */
final class SharedPaths {
    private final Configuration hadoop;
    private final List<String> problems = new ArrayList<>();

    private SharedPaths(Configuration hadoop) {
        this.hadoop = hadoop;
    }

    /**
     * Checks a configuration before it is submitted.
     *
     * @throws ConfigurationException naming every such path with its key and the remedy
     */
    static void check(unroll.conf.Configuration conf, Configuration hadoop) {
        var paths = new SharedPaths(hadoop);
        paths.path("run.dir", conf.run().dir());
        conf.data().sources().forEach(paths::source);
        if (!conf.model().from().isEmpty()) {
            paths.path("model.from", conf.model().from());
        }
        var inputs = conf.model().inputs();
        for (int i = 0; i < inputs.size(); i++) {
            if (inputs.get(i) instanceof InputConf.Words words
                    && words.vectors() instanceof VectorsConf.File file) {
                paths.path("model.inputs[" + i + "].vectors.path", file.path());
            }
        }
        if (!paths.problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", paths.problems));
        }
    }

    private void source(String key, SourceConf source) {
        if (!source.format().equals("table")) {
            source.paths().forEach(path -> path(key + ".path", path));
        }
    }

    private void path(String key, String text) {
        String scheme;
        try {
            var path = new Path(text);
            scheme =
                    path.toUri().getScheme() == null
                            ? FileSystem.getDefaultUri(hadoop).getScheme()
                            : path.toUri().getScheme();
        } catch (IllegalArgumentException e) {
            problems.add(key + ": expected a path, got " + text);
            return;
        }
        if (scheme.equals("file")) {
            problems.add(
                    key
                            + ": expected a path that the whole cluster sees, such as hdfs://… or s3a://…, got "
                            + text
                            + " on this machine (give --shared-files where every node mounts it)");
        }
    }
}
