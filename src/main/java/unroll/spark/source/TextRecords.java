package unroll.spark.source;

import static org.apache.spark.sql.functions.coalesce;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.udf;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.function.UnaryOperator;
import org.apache.hadoop.fs.Path;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.api.java.UDF1;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.apache.spark.util.SerializableConfiguration;
import unroll.encode.MappedIterator;
import unroll.records.TextRecord;
import unroll.records.TextSplitting;

/**
 * Reads text files as a table of records, in any character set and split by our own rules, because
 * Spark's readers support only UTF-8 or join separate records. Each file is read by one task.
 */
public final class TextRecords {
    /** The column of a record's text; null if it is broken. */
    static final String TEXT = "unroll.text";

    /** The column of a broken record's text. */
    static final String BROKEN = "unroll.broken";

    /** The column of a record's file. */
    static final String FILE = "unroll.file";

    private static final String PLACE = "unroll.place";
    private static final String ROW = "unroll.row";

    private TextRecords() {}

    /** Returns a column that sorts records by file name, then by position in the file. */
    static Column order() {
        return struct(column(FILE), column(PLACE));
    }

    /** Returns one of these columns; the dot in its name is not a path into a struct. */
    public static Column column(String name) {
        return col("`" + name + "`");
    }

    /**
     * Reads files.
     *
     * @param files of Spark's source {@code binaryFile}, with their partition columns
     * @param encoding of files without a byte order mark
     * @return the partition columns and those defined here
     */
    static Dataset<Row> read(
            SparkSession session, Dataset<Row> files, String encoding, TextSplitting splitting) {
        var names = files.drop("modificationTime", "length", "content");
        var partitions = names.drop("path").schema().fields();
        var schema =
                new StructType(partitions)
                        .add(FILE, DataTypes.StringType)
                        .add(PLACE, DataTypes.LongType)
                        .add(TEXT, DataTypes.StringType)
                        .add(BROKEN, DataTypes.StringType);
        var hadoop = SerializableConfiguration.broadcast(session.sparkContext());
        var rows =
                names.toJavaRDD()
                        .flatMap(
                                file ->
                                        rows(
                                                file,
                                                new TextFile(
                                                        new Path(file.getString(0)),
                                                        hadoop.value().value(),
                                                        encoding,
                                                        splitting)));
        return session.createDataFrame(rows, schema);
    }

    /** Returns a column with the name of the folder of a record's file. */
    static Column folder() {
        return udf(
                        (UDF1<String, String>) file -> new Path(file).getParent().getName(),
                        DataTypes.StringType)
                .apply(column(FILE));
    }

    /**
     * Replaces the text of records by its parsed values.
     *
     * @param parsed a struct with the schema's columns and {@link Sources#CORRUPT}
     */
    static Dataset<Row> parsed(Dataset<Row> records, Column parsed, StructType schema) {
        var columns = new ArrayList<Column>();
        for (var partition : records.drop(FILE, PLACE, TEXT, BROKEN).columns()) {
            columns.add(column(partition));
        }
        for (var name : schema.fieldNames()) {
            if (!name.equals(Sources.CORRUPT)) {
                columns.add(column(ROW).getField(name).as(name));
            }
        }
        var corrupt = column(ROW).getField(Sources.CORRUPT);
        columns.add(coalesce(column(BROKEN), corrupt).as(Sources.CORRUPT));
        columns.add(column(FILE));
        columns.add(column(PLACE));
        return records.withColumn(ROW, parsed).select(columns.toArray(new Column[0]));
    }

    /** Returns a schema with renamed columns. */
    static StructType withNames(StructType schema, UnaryOperator<String> names) {
        var renamed = new StructType();
        for (var field : schema.fields()) {
            renamed = renamed.add(names.apply(field.name()), field.dataType());
        }
        return renamed;
    }

    /** Drops the columns of a record's file and position. */
    static Dataset<Row> withoutPlaces(Dataset<Row> rows) {
        return rows.drop(FILE, PLACE);
    }

    /**
     * @param file its path, then the values of its partition columns
     */
    private static Iterator<Row> rows(Row file, Iterator<TextRecord> records) {
        int partitions = file.length() - 1;
        long[] place = {0};
        return new MappedIterator<>(
                records,
                record -> {
                    var values = new Object[partitions + 4];
                    for (int i = 0; i < partitions; i++) {
                        values[i] = file.get(i + 1);
                    }
                    values[partitions] = file.get(0);
                    values[partitions + 1] = place[0]++;
                    values[partitions + (record.broken() ? 3 : 2)] = record.text();
                    return RowFactory.create(values);
                });
    }
}
