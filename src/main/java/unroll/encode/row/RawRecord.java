package unroll.encode.row;

/**
 * A row of a source in plain Java types, unchecked.
 *
 * @param sequence a text, or a list of steps: words, numbers, lists of numbers, or arrays of
 *     doubles; null if the row has none
 * @param target a label, a number, or a list of either; null if the row has none
 * @param corrupt the text of a record that could not be parsed, else null
 * @param name what the row is called among the rejected ones; null for its sequence
 * @param wrong why the row was rejected when it was read; null if it was not
 * @param frame where in a series the row is; null if it is no window of one
 */
public record RawRecord(
        Object sequence,
        Object target,
        String corrupt,
        String name,
        Reason wrong,
        SeriesFrame frame) {
    /** A row of no series. */
    public RawRecord(Object sequence, Object target, String corrupt, String name) {
        this(sequence, target, corrupt, name, null, null);
    }

    /** A row that was rejected when it was read. */
    public static RawRecord wrong(Reason reason, String name) {
        return new RawRecord(null, null, null, name, reason, null);
    }

    /** A row without a name. */
    public RawRecord(Object sequence, Object target, String corrupt) {
        this(sequence, target, corrupt, null);
    }
}
