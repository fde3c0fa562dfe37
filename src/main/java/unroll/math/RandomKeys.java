package unroll.math;

/**
 * Derived randomness: all random numbers are functions of a key, and keys are mixed from the seed
 * and the place of use (round, shard, batch, ...). No generator is kept between uses, so nothing
 * depends on the order of draws. The mixing function is SplitMix64's (Steele, Lea and Flood, 2014).
 */
public final class RandomKeys {
    private static final long GOLDEN = 0x9E3779B97F4A7C15L;

    private RandomKeys() {}

    /** Returns one key from several, in this order. */
    public static long mix(long... parts) {
        long key = next(parts.length);
        for (long part : parts) {
            key = next(key ^ part);
        }
        return key;
    }

    /**
     * Returns the key after this one; a bijection, so that a chain of keys does not merge with
     * another.
     */
    public static long next(long key) {
        long z = key + GOLDEN;
        z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
        z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
        return z ^ (z >>> 31);
    }

    /** Returns the upper 53 bits of a key as a number in [0, 1). */
    public static double unit(long key) {
        return (key >>> 11) * 0x1p-53;
    }

    /** Returns a key as a number in [0, bound), from its upper 32 bits. */
    public static int below(long key, int bound) {
        return (int) (((key >>> 32) * bound) >>> 32);
    }
}
