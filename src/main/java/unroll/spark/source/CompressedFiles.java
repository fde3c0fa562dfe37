package unroll.spark.source;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.compress.CompressionCodecFactory;
import org.apache.hadoop.io.compress.Decompressor;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import unroll.data.DataException;
import unroll.spark.SparkErrors;
import unroll.spark.store.RawFiles;

/**
 * Finds damaged compressed files of which Hadoop's codecs would silently read only a part, or
 * nothing: bzip2 files without its signature, and snappy and lz4 files that are damaged or
 * truncated. The other codecs fail by themselves.
 */
final class CompressedFiles {
    private static final List<String> BLOCKS = List.of(".snappy", ".lz4");
    private static final int LARGEST_BLOCK = 1 << 28; // bytes; writers make 256 KiB

    private CompressedFiles() {}

    /**
     * Checks files on the executors.
     *
     * @throws DataException naming the first one that is damaged
     */
    static void check(JavaSparkContext spark, List<Path> files) {
        var doubtful =
                files.stream()
                        .map(Path::toString)
                        .filter(file -> file.endsWith(".bz2") || isInBlocks(file))
                        .toList();
        if (doubtful.isEmpty()) {
            return;
        }
        var hadoop = SerializableConfiguration.broadcast(spark.sc());
        spark.parallelize(doubtful, Math.min(doubtful.size(), 1000))
                .foreach(file -> check(new Path(file), hadoop.value().value()));
    }

    private static boolean isInBlocks(String file) {
        return BLOCKS.stream().anyMatch(file::endsWith);
    }

    private static void check(Path file, Configuration hadoop) {
        try (var in = new DataInputStream(RawFiles.stored(file, hadoop))) {
            if (isInBlocks(file.getName())) {
                var codec = new CompressionCodecFactory(hadoop).getCodec(file);
                checkBlocks(in, codec.createDecompressor());
            } else {
                var start = in.readNBytes(3);
                if (start.length > 0 && !Arrays.equals(start, new byte[] {'B', 'Z', 'h'})) {
                    throw new IOException("not a bzip2 file");
                }
            }
        } catch (EOFException e) {
            throw new DataException("cannot read " + file + ": unexpected end of the file");
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + SparkErrors.firstLine(e));
        }
    }

    /** Follows the sizes that each block, and each of its compressed chunks, begins with. */
    private static void checkBlocks(DataInputStream in, Decompressor decompressor)
            throws IOException {
        var out = new byte[1 << 16];
        for (int first = in.read(); first >= 0; first = in.read()) {
            int size = first << 24 | in.readUnsignedByte() << 16 | in.readUnsignedShort();
            while (size > 0) {
                int length = in.readInt();
                if (length <= 0 || length > LARGEST_BLOCK || size > LARGEST_BLOCK) {
                    throw new IOException("not a file in the blocks that Hadoop's codec writes");
                }
                var piece = in.readNBytes(length);
                if (piece.length < length) {
                    throw new EOFException();
                }
                decompressor.reset();
                decompressor.setInput(piece, 0, length);
                for (int n = 1; n > 0 && size > 0; size -= n) {
                    n = decompressor.decompress(out, 0, out.length);
                }
            }
            if (size != 0) {
                throw new IOException("a block of another size than it says");
            }
        }
    }
}
