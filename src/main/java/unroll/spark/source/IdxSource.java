package unroll.spark.source;

import java.io.DataInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.apache.hadoop.fs.Path;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import unroll.conf.SourceConf;
import unroll.data.DataException;
import unroll.spark.SparkErrors;
import unroll.spark.store.NamedStores;
import unroll.spark.store.SourcePaths;

/**
 * Images with labels in the IDX format of MNIST (LeCun et al.), each image a sequence of its
 * pixels, row by row, between 0 and 1. Files may end in {@code .gz}.
 *
 * <p>{@code path} is the file of the images; option {@code labels} that of the labels, by default
 * the path with {@code labels-idx1} for {@code images-idx3}. Columns: {@code sequence}, {@code
 * label}.
 */
final class IdxSource {
    private static final Pattern GLOB = Pattern.compile("[*?\\[\\]{}\\\\]");
    private static final int IMAGES = 0x803; // unsigned bytes, three dimensions
    private static final int LABELS = 0x801; // unsigned bytes, one dimension

    private static final StructType SCHEMA =
            new StructType()
                    .add("sequence", DataTypes.createArrayType(DataTypes.FloatType))
                    .add("label", DataTypes.IntegerType);

    private IdxSource() {}

    static Dataset<Row> rows(SparkSession session, SourceConf source, String key)
            throws IOException {
        var images = source.path();
        var labelFile =
                source.options()
                        .getOrDefault("labels", images.replace("images-idx3", "labels-idx1"));
        var spark = JavaSparkContext.fromSparkContext(session.sparkContext());
        var hadoop = session.sparkContext().hadoopConfiguration();
        NamedStores.require(key + ".options.labels", labelFile, hadoop);
        var labels = labels(session, labelFile, key);
        var rows =
                spark.binaryFiles(String.join(",", files(images, session)))
                        .flatMap(file -> images(file._1(), file._2().open(), labels))
                        .repartition(spark.defaultParallelism());
        return session.createDataFrame(rows, SCHEMA);
    }

    /**
     * Returns the files that a path names, so that Hadoop takes no character of them for a glob.
     */
    private static List<String> files(String path, SparkSession session) throws IOException {
        return SourcePaths.find(path, session.sparkContext().hadoopConfiguration()).stream()
                .map(file -> GLOB.matcher(file.toString()).replaceAll("\\\\$0"))
                .toList();
    }

    private static byte[] labels(SparkSession session, String file, String key) {
        var path = new Path(file);
        var hadoop = session.sparkContext().hadoopConfiguration();
        try (var in = data(file, path.getFileSystem(hadoop).open(path))) {
            if (in.readInt() != LABELS) {
                throw new DataException(
                        key + ".options.labels: " + file + " is not an IDX file of labels");
            }
            var labels = new byte[in.readInt()];
            in.readFully(labels);
            return labels;
        } catch (IOException e) {
            throw new DataException(
                    key + ".options.labels: cannot read " + file + ": " + SparkErrors.firstLine(e));
        }
    }

    private static DataInputStream data(String file, java.io.InputStream in) throws IOException {
        return new DataInputStream(file.endsWith(".gz") ? new GZIPInputStream(in) : in);
    }

    private static Iterator<Row> images(String file, DataInputStream raw, byte[] labels)
            throws IOException {
        var in = data(file, raw);
        if (in.readInt() != IMAGES) {
            throw new DataException(file + " is not an IDX file of images");
        }
        int count = in.readInt();
        if (count != labels.length) {
            throw new DataException(
                    "%s holds %s images, its labels are %s".formatted(file, count, labels.length));
        }
        var pixels = new byte[Math.multiplyExact(in.readInt(), in.readInt())];
        return new Iterator<>() {
            private int next;

            @Override
            public boolean hasNext() {
                return next < count;
            }

            @Override
            public Row next() {
                if (next >= count) {
                    throw new NoSuchElementException();
                }
                try {
                    in.readFully(pixels);
                } catch (IOException e) {
                    throw new DataException(file + " ends in image " + next + " of " + count);
                }
                List<Object> sequence = new ArrayList<>(pixels.length);
                for (byte pixel : pixels) {
                    sequence.add((pixel & 0xff) / 255f);
                }
                return RowFactory.create(
                        scala.jdk.javaapi.CollectionConverters.asScala(sequence).toSeq(),
                        labels[next++] & 0xff);
            }
        };
    }
}
