package unroll.spark.store;

import java.io.IOException;
import java.net.UnknownHostException;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.UnsupportedFileSystemException;
import unroll.conf.ConfigurationException;
import unroll.io.FailureReason;
import unroll.io.NamedStore;
import unroll.spark.SparkErrors;

/** Opens the file systems of paths that the user gave; errors name the setting or argument. */
public final class NamedStores {
    private NamedStores() {}

    /**
     * @param key setting or argument that the path comes from, such as {@code --json}
     * @throws ConfigurationException if no file system is found for the path
     */
    public static NamedStore open(String key, String path, Configuration hadoop) {
        if (path.isBlank()) {
            throw new ConfigurationException(key + ": expected a path, got an empty one");
        }
        return opened(key, path, () -> new NamedStore(HadoopStore.of(path, hadoop), key));
    }

    /**
     * Requires that Spark has the file system of a source's path.
     *
     * @param key setting or argument that the path comes from
     * @throws ConfigurationException if it does not
     */
    public static void require(String key, String path, Configuration hadoop) {
        opened(key, path, () -> SourcePaths.of(path).getFileSystem(hadoop));
    }

    private interface Opening<T> {
        T open() throws IOException;
    }

    private static <T> T opened(String key, String path, Opening<T> opening) {
        try {
            return opening.open();
        } catch (UnsupportedFileSystemException e) {
            throw refused(
                    key,
                    path,
                    "Spark has no file system for such paths; a connector is missing, or the scheme is mistyped");
        } catch (IOException e) {
            throw refused(key, path, FailureReason.of(e));
        } catch (IllegalArgumentException e) {
            throw refused(
                    key,
                    path,
                    root(e) instanceof UnknownHostException
                            ? "there is no host " + root(e).getMessage()
                            : notAPath(path, e));
        } catch (RuntimeException e) {
            if (root(e) instanceof ClassNotFoundException missing) {
                throw refused(key, path, connector(missing.getMessage()));
            }
            throw e;
        }
    }

    /**
     * Returns the message for an invalid path. The part before a colon is taken for a scheme if no
     * slash precedes it.
     */
    private static String notAPath(String path, IllegalArgumentException e) {
        int colon = path.indexOf(':');
        return colon >= 0 && path.indexOf('/') < 0
                ? "what comes before the colon is read as the scheme of a URI: give another name, or the whole path from / on"
                : "it is not a path (" + SparkErrors.firstLine(root(e)) + ")";
    }

    private static String connector(String message) {
        return "the connector of its file system is missing (%s): give Spark its jar, such as with --packages after --"
                .formatted(message.lines().findFirst().orElse(""));
    }

    private static ConfigurationException refused(String key, String path, String why) {
        return new ConfigurationException("%s: cannot use %s: %s".formatted(key, path, why));
    }

    private static Throwable root(Throwable e) {
        return e.getCause() == null ? e : root(e.getCause());
    }
}
