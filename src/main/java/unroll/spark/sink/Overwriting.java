package unroll.spark.sink;

import java.io.IOException;
import java.util.regex.Pattern;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import unroll.conf.ConfigurationException;
import unroll.predict.Sink;
import unroll.spark.store.SourcePaths;

/** Refuses to overwrite anything but a directory of rows that Spark has written. */
final class Overwriting {
    private static final Pattern FILES =
            Pattern.compile(
                    "part-.*|_SUCCESS|_metadata|_common_metadata|_committed_.*|_started_.*|\\..*\\.crc");

    private static final Pattern FOLDERS = Pattern.compile("_temporary|\\.spark-staging-.*");

    /** Names of the folders of a partition column's values. */
    private static final Pattern PARTITIONS = Pattern.compile("[^=]+=.*");

    private Overwriting() {}

    /**
     * Checks the destination of a sink that overwrites files.
     *
     * @throws ConfigurationException naming other files there
     */
    static void check(Sink sink, Configuration hadoop) throws IOException {
        if (!sink.isFiles() || !sink.mode().equals("overwrite")) {
            return;
        }
        var path = SourcePaths.of(sink.path());
        var fileSystem = path.getFileSystem(hadoop);
        if (!fileSystem.exists(path)) {
            return;
        }
        var status = fileSystem.getFileStatus(path);
        if (!status.isDirectory()) {
            throw refusal(sink, "a file");
        }
        check(fileSystem, status, sink);
    }

    private static void check(FileSystem fileSystem, FileStatus folder, Sink sink)
            throws IOException {
        for (var entry : fileSystem.listStatus(folder.getPath())) {
            var name = entry.getPath().getName();
            if (entry.isDirectory() && PARTITIONS.matcher(name).matches()) {
                check(fileSystem, entry, sink);
            } else if (!(entry.isDirectory() ? FOLDERS : FILES).matcher(name).matches()) {
                throw refusal(sink, "a directory with " + name);
            }
        }
    }

    private static ConfigurationException refusal(Sink sink, String got) {
        return new ConfigurationException(
                "--output: expected a new path, or a directory that contains only rows, got %s, which is %s: delete it, or give another path; nothing has been changed"
                        .formatted(sink.path(), got));
    }
}
