package unroll.measure;

import java.io.Serializable;
import java.util.Locale;

/** Edits of sequences, and the number of true elements. */
final class EditCounts implements Serializable {
    private long wanted;
    private long substituted;
    private long missing;
    private long added;

    /**
     * Adds the edits of a sequence.
     *
     * @param wanted how many elements are true
     */
    void add(int wanted, Edits edits) {
        this.wanted += wanted;
        substituted += edits.substituted();
        missing += edits.missing();
        added += edits.added();
    }

    void add(EditCounts other) {
        wanted += other.wanted;
        substituted += other.substituted;
        missing += other.missing;
        added += other.added;
    }

    long wanted() {
        return wanted;
    }

    long substituted() {
        return substituted;
    }

    long missing() {
        return missing;
    }

    long added() {
        return added;
    }

    /** Returns the edits over the number of true elements. */
    double rate() {
        return (substituted + missing + added) / (double) Math.max(1, wanted);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.2f %%: %,d substituted, %,d missing, %,d added",
                100 * rate(),
                substituted,
                missing,
                added);
    }
}
