package unroll.cli.cluster;

import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import unroll.conf.ConfigurationException;
import unroll.conf.read.ConfiguredPaths;

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
        ConfiguredPaths.data(conf).forEach(paths::all);
        ConfiguredPaths.models(conf).forEach(paths::all);
        if (!paths.problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", paths.problems));
        }
    }

    private void all(String key, List<String> given) {
        given.forEach(path -> path(key, path));
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
