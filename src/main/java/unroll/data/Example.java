package unroll.data;

/**
 * A source with its target, on the way into a block. The {@link Schema} says which arrays are used;
 * the others are empty.
 *
 * @param ids words of the source, [steps]
 * @param vectors vectors of the source, [steps, width]
 * @param classes ids of the target, [elements]; -1 for a missing one
 * @param values vectors of the target, [elements, width]; NaN for a missing number
 * @param second ids of the second target; -1 for a missing one
 */
public record Example(int[] ids, float[] vectors, int[] classes, float[] values, int[] second) {
    private static final int[] NO_IDS = {};
    private static final float[] NO_VALUES = {};

    /**
     * Words with one label.
     *
     * @param ids at least one
     * @param target the label, -1 if it is missing
     */
    public Example(int[] ids, int target) {
        this(ids, NO_VALUES, new int[] {target}, NO_VALUES, NO_IDS);
    }

    /** Words without a target. */
    public static Example words(int[] ids) {
        return new Example(ids, NO_VALUES, NO_IDS, NO_VALUES, NO_IDS);
    }

    /** Vectors without a target. */
    public static Example vectors(float[] vectors) {
        return new Example(NO_IDS, vectors, NO_IDS, NO_VALUES, NO_IDS);
    }

    /** Returns the example with ids as its target. */
    public Example withLabels(int... labels) {
        return new Example(ids, vectors, labels, values, second);
    }

    /** Returns the example with vectors as its target. */
    public Example withValues(float[] targets) {
        return new Example(ids, vectors, classes, targets, second);
    }

    /** Returns the example with ids as its second target. */
    public Example withSecond(int... labels) {
        return new Example(ids, vectors, classes, values, labels);
    }

    /** Returns the number of steps of the source. */
    int steps(Schema schema) {
        return schema.source().ids() ? ids.length : vectors.length / schema.source().width();
    }

    /** Returns the label of the whole source, -1 if it is missing. */
    public int target() {
        return classes.length == 0 ? -1 : classes[0];
    }
}
