package unroll.spark.prepare;

import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.apache.spark.api.java.JavaRDD;
import unroll.conf.Configuration;
import unroll.data.DataException;
import unroll.encode.row.Reason;
import unroll.encode.row.Rejected;
import unroll.encode.survey.CutRows;
import unroll.encode.survey.Survey;

/**
 * Accounts for rejected rows: counts them by reason, and writes them. Also keeps the numbers of
 * those that are cut.
 */
public final class Rejections {
    private final RejectedRows rows;
    private final double largestShare;
    private final Consumer<String> notes;
    private final Map<String, Map<Reason, Long>> byPart = new TreeMap<>();
    private final Map<String, CutRows> cut = new TreeMap<>(); // by part

    /**
     * @param rows destination of the rows
     * @param largestShare maximum share of rejected rows in a part
     * @param notes receives a line about each part with rejected rows
     */
    public Rejections(RejectedRows rows, double largestShare, Consumer<String> notes) {
        this.rows = rows;
        this.largestShare = largestShare;
        this.notes = notes;
    }

    /**
     * Adds the rejected rows of a part. A part that is read again with the same counts is written
     * and reported once.
     *
     * @param counts number of the rows by reason
     * @param good number of the part's other rows
     * @throws DataException if there are too many
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
                String.format(
                        Locale.ROOT,
                        "%s: %,d of %,d rows are bad (%.2f %%): %s%s",
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

    /**
     * Adds the rows of a part that are cut, and reports them.
     *
     * @param conf of the model
     */
    public void addCut(String part, CutRows rows, Configuration conf) {
        cut.put(part, rows);
        if (rows.cut() > 0) {
            notes.accept(part + ": " + rows.text(conf));
        }
    }

    /** Returns how many rows of a part are cut; 0 if none was added. */
    public long cut(String part) {
        return cut.containsKey(part) ? cut.get(part).cut() : 0;
    }

    /** Puts the numbers of rejected and of cut rows into the summary of a run. */
    public void putInto(Map<String, Object> summary) {
        summary.put("rejectedRows", total());
        cut.forEach((part, rows) -> summary.put(part + ".cutRows", rows.cut()));
    }

    /** Returns the numbers of rows by reason as text. */
    public static String list(Map<Reason, Long> counts) {
        return counts.entrySet().stream()
                .map(
                        count ->
                                String.format(
                                        Locale.ROOT, "%,d %s", count.getValue(), count.getKey()))
                .collect(Collectors.joining(", "));
    }

    private static String hint(Map<Reason, Long> counts) {
        return counts.keySet().stream()
                .map(Reason::hint)
                .filter(hint -> !hint.isEmpty())
                .map(hint -> "; " + hint)
                .collect(Collectors.joining());
    }

    /** Returns the number of rejected rows by part and reason. */
    Map<String, Map<Reason, Long>> byPart() {
        return byPart;
    }

    public long total() {
        return byPart.values().stream().mapToLong(Survey::total).sum();
    }
}
