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
import unroll.encode.Rejected;
import unroll.io.run.RunDirectory;

/** Where bad rows go. */
public interface RejectedRows {
    /** Nowhere: they are only counted. */
    RejectedRows COUNTED =
            new RejectedRows() {
                @Override
                public String place(String part) {
                    return "";
                }

                @Override
                public void write(String part, JavaRDD<Rejected> rows) {}
            };

    /** Where a part's rows are, for the user; empty where they are not written. */
    String place(String part);

    /** Ends a message about bad rows: where they are, or how to get them. */
    default String where(String part) {
        return place(part).isEmpty() ? "" : "; they are in " + place(part);
    }

    /** What to do about too many bad rows. */
    default String remedy() {
        return "mend the source or raise it";
    }

    /** Writes the bad rows of a part, in place of those that an earlier attempt wrote. */
    void write(String part, JavaRDD<Rejected> rows);

    /**
     * Writes them to the run's directory, a folder of JSON lines for each part.
     *
     * @param run asked for the directory each time
     */
    static RejectedRows to(Supplier<RunDirectory> run, SparkSession session) {
        return new RejectedRows() {
            @Override
            public String place(String part) {
                return run.get().rejected() + "/" + part;
            }

            @Override
            public void write(String part, JavaRDD<Rejected> rows) {
                try {
                    // Spark's own overwriting would delete files of others, too.
                    run.get().clearRejected(part);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
                json(session, rows, place(part));
            }
        };
    }

    /** Writes rows as JSON lines, beside those that are there. */
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
