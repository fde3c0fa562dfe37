package unroll.spark.sink;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import unroll.conf.ConfigurationException;
import unroll.io.Store;
import unroll.spark.store.NamedStores;

/** The file of {@code --json}. */
public final class JsonOutput {
    private static final String KEY = "--json";

    private final Store store;
    private final String path;

    private JsonOutput(Store store, String path) {
        this.store = store;
        this.path = path;
    }

    /**
     * Checks that the file can be written, before any work is done.
     *
     * @throws ConfigurationException if it cannot, with the reason
     */
    public static JsonOutput open(String path, Configuration hadoop) throws IOException {
        var store = NamedStores.open(KEY, path, hadoop);
        if (store.isDirectory(path)) {
            throw new ConfigurationException(
                    "%s: %s is a directory, expected a file's name".formatted(KEY, path));
        }
        var link = store.link(path);
        if (link.isPresent()) {
            throw new ConfigurationException(
                    "%s: %s is a symbolic link to %s, expected a file's name"
                            .formatted(KEY, path, link.get()));
        }
        if (store.isSpecial(path)) {
            throw new ConfigurationException(
                    "%s: %s is a device or a pipe, expected a file's name".formatted(KEY, path));
        }
        store.requireWritable(path);
        return new JsonOutput(store, path);
    }

    public String path() {
        return path;
    }

    public void write(Map<String, Object> tree) throws IOException {
        store.write(
                path, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsBytes(tree));
    }
}
