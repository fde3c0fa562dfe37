package unroll.encode.row;

/**
 * A row of a source in plain Java types, unchecked.
 *
 * @param sequence a text, or a list of steps: words, numbers, lists of numbers, or arrays of
 *     doubles; null if the row has none
 * @param target a label, a number, or a list of either; null if the row has none
 * @param corrupt the text of a record that could not be parsed, else null
 * @param name what the row is called among the rejected ones; null for its sequence
 */
public record RawRecord(Object sequence, Object target, String corrupt, String name) {
    /** A row without a name. */
    public RawRecord(Object sequence, Object target, String corrupt) {
        this(sequence, target, corrupt, null);
    }
}
