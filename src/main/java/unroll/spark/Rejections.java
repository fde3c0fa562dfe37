package unroll.spark;

import java.util.Arrays;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.SaveMode;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import unroll.data.DataException;

/** Keeps account of bad rows: how many of each kind, and the rows themselves as JSON lines. */
final class Rejections {
    private final SparkSession session;
    private final String directory;
    private final double largestShare;
    private final Consumer<String> notes;
    private final Map<String, Map<Reason, Long>> byPart = new TreeMap<>();

    /**
     * @param directory where each part gets a folder of JSON lines; null keeps only the counts
     * @param largestShare of bad rows in a part
     * @param notes takes a line about each part that has bad rows
     */
    Rejections(
            SparkSession session, String directory, double largestShare, Consumer<String> notes) {
        this.session = session;
        this.directory = directory;
        this.largestShare = largestShare;
        this.notes = notes;
    }

    /**
     * Takes on the bad rows of a part. A part that is read again with the same outcome is written
     * and told once.
     *
     * @param counts of the rows by reason
     * @param good number of the part's other rows
     * @throws DataException when there are too many
     */
    void add(String part, Map<Reason, Long> counts, long good, JavaRDD<Rejected> rows) {
        boolean known = counts.equals(byPart.put(part, new TreeMap<>(counts)));
        long bad = Survey.total(counts);
        if (bad == 0) {
            return;
        }
        var place = "";
        if (directory != null) {
            place = directory + "/" + part;
            if (!known) {
                write(rows, place);
            }
        }
        double share = (double) bad / (bad + good);
        var message =
                "%s: %,d of %,d rows are bad (%.2f %%): %s%s"
                        .formatted(
                                part,
                                bad,
                                bad + good,
                                100 * share,
                                counts.entrySet().stream()
                                        .map(
                                                count ->
                                                        "%,d %s"
                                                                .formatted(
                                                                        count.getValue(),
                                                                        count.getKey()))
                                        .collect(Collectors.joining(", ")),
                                place.isEmpty() ? "" : "; they are in " + place);
        if (share > largestShare) {
            throw new DataException(
                    message
                            + "; data.maxRejected allows "
                            + largestShare
                            + ": mend the source or raise it");
        }
        if (!known) {
            notes.accept(message);
        }
    }

    private void write(JavaRDD<Rejected> rows, String place) {
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
        session.createDataFrame(table, schema).write().mode(SaveMode.Overwrite).json(place);
    }

    /** Bad rows by part and reason. */
    Map<String, Map<Reason, Long>> byPart() {
        return byPart;
    }

    long total() {
        return byPart.values().stream().mapToLong(Survey::total).sum();
    }
}
