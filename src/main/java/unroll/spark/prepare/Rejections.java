package unroll.spark.prepare;

import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import unroll.data.DataException;
import unroll.encode.Reason;
import unroll.encode.Rejected;
import unroll.encode.Survey;

/** Keeps account of bad rows: how many of each kind, and the rows themselves as JSON lines. */
public final class Rejections {
    private final RejectedRows rows;
    private final double largestShare;
    private final Consumer<String> notes;
    private final Map<String, Map<Reason, Long>> byPart = new TreeMap<>();

    /**
     * @param rows where they are written
     * @param largestShare of bad rows in a part
     * @param notes takes a line about each part that has bad rows
     */
    public Rejections(RejectedRows rows, double largestShare, Consumer<String> notes) {
        this.rows = rows;
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
    public void add(String part, Map<Reason, Long> counts, long good, JavaRDD<Rejected> rows) {
        boolean known = counts.equals(byPart.put(part, new TreeMap<>(counts)));
        long bad = Survey.total(counts);
        if (bad == 0) {
            return;
        }
        if (!known) {
            this.rows.write(part, rows);
        }
        double share = (double) bad / (bad + good);
        var message =
                "%s: %,d of %,d rows are bad (%.2f %%): %s%s"
                        .formatted(
                                part,
                                bad,
                                bad + good,
                                100 * share,
                                list(counts),
                                this.rows.where(part));
        if (share > largestShare) {
            throw new DataException(
                    message
                            + "; data.maxRejected allows "
                            + largestShare
                            + ": "
                            + this.rows.remedy()
                            + hint(counts));
        }
        if (!known) {
            notes.accept(message);
        }
    }

    /** Numbers of rows by reason, as people read them. */
    public static String list(Map<Reason, Long> counts) {
        return counts.entrySet().stream()
                .map(count -> "%,d %s".formatted(count.getValue(), count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String hint(Map<Reason, Long> counts) {
        return counts.keySet().stream()
                .map(Reason::hint)
                .filter(hint -> !hint.isEmpty())
                .map(hint -> "; " + hint)
                .collect(Collectors.joining());
    }

    /** Bad rows by part and reason. */
    Map<String, Map<Reason, Long>> byPart() {
        return byPart;
    }

    public long total() {
        return byPart.values().stream().mapToLong(Survey::total).sum();
    }
}
