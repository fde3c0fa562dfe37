package unroll.spark;

import java.util.List;
import org.apache.spark.sql.Row;
import unroll.conf.TextConf;
import unroll.text.Words;

/**
 * Reads rows of {@link Sources#examples} and says of each what is wrong with it. Holds one row at a
 * time; not for two threads.
 */
final class RowReader {
    /** Characters of the longest text that is read: an endless line is a damaged file. */
    static final int LONGEST = 1_000_000;

    private final Words tokenizer;
    private final boolean labelled;
    private String text;
    private String label;
    private List<String> words = List.of();

    /**
     * @param labelled whether a row needs a label
     */
    RowReader(TextConf conf, boolean labelled) {
        tokenizer = new Words(conf);
        this.labelled = labelled;
    }

    /** Takes on a row; null if it is good, else what is wrong. */
    Rejected read(Row row) {
        text = row.getString(0);
        label = Labels.of(row.get(1));
        String corrupt = row.getString(2);
        words = List.of();
        if (corrupt != null) {
            return new Rejected(Reason.CORRUPT_RECORD, corrupt, label);
        }
        var reason = wrong();
        return reason == null ? null : new Rejected(reason, text, label);
    }

    private Reason wrong() {
        if (text == null || text.isBlank()) {
            return Reason.NO_TEXT;
        }
        if (text.length() > LONGEST) {
            return Reason.TEXT_TOO_LONG;
        }
        if (text.indexOf('\uFFFD') >= 0) {
            return Reason.INVALID_CHARACTERS;
        }
        if (labelled && label == null) {
            return Reason.NO_LABEL;
        }
        words = tokenizer.of(text);
        return words.isEmpty() ? Reason.NO_WORDS : null;
    }

    String text() {
        return text;
    }

    /** Null where the row has none and needs none. */
    String label() {
        return label;
    }

    List<String> words() {
        return words;
    }
}
