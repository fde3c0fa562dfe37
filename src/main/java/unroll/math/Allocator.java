package unroll.math;

/**
 * Makes the buffers of a workspace, or only counts them: what a workspace takes is known before it
 * is made, by the code that makes it.
 */
public final class Allocator {
    private final boolean counting;
    private long bytes;

    private Allocator(boolean counting) {
        this.counting = counting;
    }

    /** Returns an allocator of arrays on the heap. */
    public static Allocator heap() {
        return new Allocator(false);
    }

    /** Returns an allocator whose arrays are all empty: only their sizes are counted. */
    public static Allocator counting() {
        return new Allocator(true);
    }

    /** Returns the bytes of all arrays so far. */
    public long bytes() {
        return bytes;
    }

    /**
     * Returns an array of zeros.
     *
     * @param sizes of the dimensions, which lie in one array
     * @throws ArithmeticException if an array cannot be so long
     */
    public float[] floats(int... sizes) {
        return new float[count(Float.BYTES, sizes)];
    }

    /** Returns a number of arrays, each as of {@link #floats}. */
    public float[][] floatBlocks(int blocks, int... sizes) {
        var arrays = new float[blocks][];
        for (int i = 0; i < blocks; i++) {
            arrays[i] = floats(sizes);
        }
        return arrays;
    }

    public double[] doubles(int... sizes) {
        return new double[count(Double.BYTES, sizes)];
    }

    public long[] longs(int... sizes) {
        return new long[count(Long.BYTES, sizes)];
    }

    public int[] ints(int... sizes) {
        return new int[count(Integer.BYTES, sizes)];
    }

    public boolean[] booleans(int... sizes) {
        return new boolean[count(1, sizes)];
    }

    private int count(int size, int... sizes) {
        long elements = 1;
        for (int n : sizes) {
            elements = Math.multiplyExact(elements, n);
        }
        bytes = Math.addExact(bytes, Math.multiplyExact(elements, size));
        return counting ? 0 : Math.toIntExact(elements);
    }
}
