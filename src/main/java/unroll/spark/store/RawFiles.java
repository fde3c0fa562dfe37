package unroll.spark.store;

import com.github.luben.zstd.ZstdInputStream;
import java.io.IOException;
import java.io.InputStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.LocalFileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.RawLocalFileSystem;
import org.apache.hadoop.io.compress.CompressionCodecFactory;

/** Opens files of any Hadoop file system. */
public final class RawFiles {
    /** Hadoop's local file system without checksum files. */
    public static final String RAW = RawLocalFileSystem.class.getName();

    private RawFiles() {}

    /**
     * Returns whether Hadoop's usual local file system cannot read a file: it cannot name the
     * checksum file if there is a colon in the name.
     */
    public static boolean needsRawFileSystem(Path path) {
        return "file".equals(path.toUri().getScheme()) && path.getName().contains(":");
    }

    /** Opens the bytes as stored. */
    public static InputStream stored(Path path, Configuration hadoop) throws IOException {
        var fileSystem = path.getFileSystem(hadoop);
        return fileSystem instanceof LocalFileSystem local && needsRawFileSystem(path)
                ? local.getRawFileSystem().open(path)
                : fileSystem.open(path);
    }

    /** Opens the bytes as decompressed by the codec for the name's ending. */
    public static InputStream decompressed(Path path, Configuration hadoop) throws IOException {
        var stored = stored(path, hadoop);
        if (path.getName().endsWith(".zst")) {
            return new ZstdInputStream(stored); // Hadoop's needs a native library
        }
        var codec = new CompressionCodecFactory(hadoop).getCodec(path);
        return codec == null ? stored : codec.createInputStream(stored);
    }
}
