package unroll.nn;

/** Assigns the initial values of a parameter. */
@FunctionalInterface
public interface Initializer {
    /** Assigns the slice's elements; a pure function of slice and seed. */
    void fill(float[] theta, Layout.Slice slice, long seed);
}
