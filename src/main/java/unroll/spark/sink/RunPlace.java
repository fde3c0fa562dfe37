package unroll.spark.sink;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import unroll.conf.ConfigurationException;
import unroll.io.UnreadableFileException;
import unroll.io.run.RunDirectory;
import unroll.spark.store.NamedStores;

/** Opens the directory of {@code run.dir}. */
public final class RunPlace {
    public static final String KEY = "run.dir";

    private RunPlace() {}

    /**
     * Checks that a run may use a directory, before anything is written.
     *
     * @throws ConfigurationException if it cannot be a run directory, with the reason
     */
    public static RunDirectory open(String path, Configuration hadoop) throws IOException {
        var store = NamedStores.open(KEY, path, hadoop);
        refuseRootAndHome(path, hadoop);
        var directory = new RunDirectory(store, path);
        try {
            directory.requireUsable();
        } catch (UnreadableFileException e) {
            throw new ConfigurationException(e.getMessage());
        }
        return directory;
    }

    /** Refuses the root and home directories, which may contain anything. */
    private static void refuseRootAndHome(String path, Configuration hadoop) throws IOException {
        var directory = new Path(path);
        var fileSystem = directory.getFileSystem(hadoop);
        var place = plain(fileSystem.makeQualified(directory));
        if (new Path(place).isRoot()) {
            throw refused(path, "the root of a file system");
        }
        var homes = new ArrayList<>(List.of(plain(fileSystem.getHomeDirectory())));
        if (fileSystem.getScheme().equals("file")) {
            homes.add(System.getProperty("user.home", ""));
            homes.add(Objects.requireNonNullElse(System.getenv("HOME"), ""));
            place = real(place);
        }
        for (var home : homes) {
            if (place.equals(home) || (!home.isEmpty() && place.equals(real(home)))) {
                throw refused(path, "a home directory");
            }
        }
    }

    private static String plain(Path path) {
        return path.toUri().getPath();
    }

    /** Resolves symbolic links on this machine; returns the path itself if it does not exist. */
    private static String real(String path) {
        try {
            return java.nio.file.Path.of(path).toRealPath().toString();
        } catch (IOException e) {
            return path;
        }
    }

    private static ConfigurationException refused(String path, String what) {
        return new ConfigurationException(
                "%s: %s is %s: give a directory in it, such as runs/a".formatted(KEY, path, what));
    }
}
