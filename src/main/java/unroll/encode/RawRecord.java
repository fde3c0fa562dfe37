package unroll.encode;

/**
 * A row of a source in plain Java types, before anything of it has been checked.
 *
 * @param sequence a text, or a list of steps: numbers, lists of numbers, or arrays of doubles; null
 *     where the row has none
 * @param target a label, a number, or a list of either; null where the row has none
 * @param corrupt the record as it stands in the file where it could not be parsed, else null
 */
public record RawRecord(Object sequence, Object target, String corrupt) {
    /** The same record without its target, as it is read for scoring. */
    public RawRecord withoutTarget() {
        return new RawRecord(sequence, null, corrupt);
    }
}
