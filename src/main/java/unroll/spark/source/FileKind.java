package unroll.spark.source;

import java.io.IOException;
import java.util.HexFormat;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import unroll.data.DataException;
import unroll.spark.SparkErrors;
import unroll.spark.store.RawFiles;

/**
 * A kind of file that is not text, recognised by its first bytes: read as text, all of its rows
 * would be rejected.
 *
 * @param start first bytes in hexadecimal digits
 * @param ending of the names by which the reader recognises it; empty if it cannot read this kind
 * @param remedy advice for messages
 */
record FileKind(String start, String name, String ending, String remedy) {
    private static final List<FileKind> KINDS =
            List.of(
                    compressed("1f8b08", "a gzip file", ".gz"),
                    compressed("425a683", "a bzip2 file", ".bz2"),
                    compressed("28b52ffd", "a Zstandard file", ".zst"),
                    new FileKind("fd377a585a00", "an xz file", "", "decompress it"),
                    new FileKind(
                            "504b0304",
                            "a zip archive or a spreadsheet",
                            "",
                            "unpack it, or save it as csv"),
                    new FileKind("50415231", "a Parquet file", "", "say format: parquet"),
                    new FileKind("4f5243", "an ORC file", "", "say format: orc"),
                    new FileKind("4f626a01", "an Avro file", "", "say format: avro"),
                    new FileKind("25504446", "a PDF document", "", "extract its text"));

    private static FileKind compressed(String start, String name, String ending) {
        return new FileKind(start, name, ending, "let its name end in " + ending);
    }

    /**
     * Checks on the executors files that will be read as text.
     *
     * @param key names the source in messages
     * @throws DataException naming the first one that is not text
     */
    static void requireText(JavaSparkContext spark, List<Path> files, String key) {
        var hadoop = SerializableConfiguration.broadcast(spark.sc());
        var names = files.stream().map(Path::toString).toList();
        spark.parallelize(names, Math.min(names.size(), 1000))
                .foreach(file -> requireText(new Path(file), key, hadoop.value().value()));
    }

    private static void requireText(Path file, String key, Configuration hadoop) {
        String start;
        try (var in = RawFiles.stored(file, hadoop)) {
            start = HexFormat.of().formatHex(in.readNBytes(8));
        } catch (IOException e) {
            throw new DataException("cannot read " + file + ": " + SparkErrors.firstLine(e));
        }
        for (var kind : KINDS) {
            boolean named = !kind.ending().isEmpty() && file.getName().endsWith(kind.ending());
            if (start.startsWith(kind.start()) && !named) {
                throw new DataException(
                        "%s.path: expected text, but %s is %s: %s"
                                .formatted(key, file, kind.name(), kind.remedy()));
            }
        }
    }
}
