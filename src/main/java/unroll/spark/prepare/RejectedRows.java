package unroll.spark.prepare;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.function.Supplier;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import unroll.encode.row.Rejected;
import unroll.io.run.RunDirectory;

/** The destination of rejected rows. */
public interface RejectedRows {
    /** Does not write rows: they are only counted. */
    RejectedRows COUNTED =
            new RejectedRows() {
                @Override
                public String place(String part) {
                    return "";
                }

                @Override
                public void write(String part, JavaRDD<Rejected> rows) {}
            };

    /** Returns the place of a part's rows, for the user; empty if they are not written. */
    String place(String part);

    /** Returns the end of a message about rejected rows: where they are, or how to get them. */
    default String where(String part) {
        return place(part).isEmpty() ? "" : "; they are in " + place(part);
    }

    /** Returns advice against too many rejected rows. */
    default String remedy() {
        return "fix the source or raise it";
    }

    /** Writes the rejected rows of a part, replacing those of an earlier attempt. */
    void write(String part, JavaRDD<Rejected> rows);

    /**
     * Returns a destination in the run's directory, with a folder of JSON lines for each part.
     *
     * @param run returns the directory each time
     */
    static RejectedRows to(Supplier<RunDirectory> run, SparkSession session) {
        return new RejectedRows() {
            @Override
            public String place(String part) {
                return run.get().rejected(part);
            }

            @Override
            public void write(String part, JavaRDD<Rejected> rows) {
                try {
                    // Spark's overwriting would also delete other files.
                    run.get().clearRejected(part);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                json(session, rows, place(part));
            }
        };
    }

    /** Appends rows as JSON lines. */
    static void json(SparkSession session, JavaRDD<Rejected> rows, String place) {
        var schema =
                DataTypes.createStructType(
                        Arrays.stream(new String[] {"reason", "label", "text"})
                                .map(
                                        name ->
                                                DataTypes.createStructField(
                                                        name, DataTypes.StringType, true))
                                .toArray(StructField[]::new));
        var table =
                rows.map(
                        row -> RowFactory.create(row.reason().toString(), row.label(), row.text()));
        session.createDataFrame(table, schema).write().mode(SaveMode.Append).json(place);
    }
}
