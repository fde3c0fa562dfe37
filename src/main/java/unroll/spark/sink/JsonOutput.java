package unroll.spark.sink;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.databind.JsonSerializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializerProvider;
import com.fasterxml.jackson.databind.module.SimpleModule;
import java.io.IOException;
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

    /** Writes a map or a record; numbers that are not finite become null. */
    public void write(Object figures) throws IOException {
        var finite =
                new SimpleModule()
                        .addSerializer(double.class, new FiniteNumbers())
                        .addSerializer(Double.class, new FiniteNumbers());
        var mapper = new ObjectMapper().registerModule(finite);
        store.write(path, mapper.writerWithDefaultPrettyPrinter().writeValueAsBytes(figures));
    }

    /** JSON has no other numbers. */
    private static final class FiniteNumbers extends JsonSerializer<Double> {
        @Override
        public void serialize(Double number, JsonGenerator json, SerializerProvider provider)
                throws IOException {
            if (Double.isFinite(number)) {
                json.writeNumber(number);
            } else {
                json.writeNull();
            }
        }
    }
}
