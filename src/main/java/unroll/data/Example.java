package unroll.data;

/**
 * One sequence with what stands opposite it, on its way into a block; which arrays it has is said
 * by the {@link Schema}.
 *
 * @param ids of its words; none where steps are vectors
 * @param vectors [steps, inputs]; none where steps are words
 * @param classes one, or one a step, -1 where there is none, or as many labels as there are; none
 *     where targets are values
 * @param values [1 or steps, values], NaN where there is none; none where targets are classes
 */
public record Example(int[] ids, float[] vectors, int[] classes, float[] values) {
    private static final int[] NO_IDS = {};
    private static final float[] NO_VALUES = {};

    /**
     * Words with one class.
     *
     * @param ids at least one
     * @param target the class, -1 where there is none
     */
    public Example(int[] ids, int target) {
        this(ids, NO_VALUES, new int[] {target}, NO_VALUES);
    }

    /** Words without a target. */
    public static Example words(int[] ids) {
        return new Example(ids, NO_VALUES, NO_IDS, NO_VALUES);
    }

    /** Vectors without a target. */
    public static Example vectors(float[] vectors) {
        return new Example(NO_IDS, vectors, NO_IDS, NO_VALUES);
    }

    /** The same with its class, or with labels, possibly none. */
    public Example withLabels(int... labels) {
        return new Example(ids, vectors, labels, values);
    }

    /** The same with target values. */
    public Example withValues(float[] targets) {
        return new Example(ids, vectors, classes, targets);
    }

    /** Steps of the source, in this schema. */
    int steps(Schema schema) {
        return schema.source().ids() ? ids.length : vectors.length / schema.source().width();
    }

    /** The class of the whole sequence, -1 where there is none. */
    public int target() {
        return classes.length == 0 ? -1 : classes[0];
    }
}
