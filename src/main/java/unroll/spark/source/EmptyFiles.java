package unroll.spark.source;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;

/**
 * Files without a byte: Spark lists them, but its scans leave them out, so that no row tells of
 * them.
 */
final class EmptyFiles {
    private static final StructType SCHEMA =
            new StructType().add("path", DataTypes.StringType).add("content", DataTypes.BinaryType);

    private EmptyFiles() {}

    /**
     * Adds them to files of Spark's source {@code binaryFile}, without values in their partition
     * columns.
     *
     * @param names of all files
     */
    static Dataset<Row> added(
            SparkSession session, Dataset<Row> files, List<Path> names, Configuration hadoop)
            throws IOException {
        var rows = new ArrayList<Row>();
        var all = new HashSet<>(names);
        for (var folder : names.stream().map(Path::getParent).distinct().sorted().toList()) {
            for (var file : folder.getFileSystem(hadoop).listStatus(folder)) {
                if (file.getLen() == 0 && all.contains(file.getPath())) {
                    rows.add(RowFactory.create(file.getPath().toString(), new byte[0]));
                }
            }
        }
        return rows.isEmpty()
                ? files
                : files.unionByName(session.createDataFrame(rows, SCHEMA), true);
    }
}
