package unroll.nn;

import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32;
import unroll.math.RandomKeys;
import unroll.math.linear.Orthogonal;
import unroll.math.linear.SparseMatrix;
import unroll.math.linear.SpectralRadius;

/**
 * The initializers in use. Each draws from a stream of its own, a function of the seed and the
 * parameter's name.
 */
public final class Initializers {
    private Initializers() {}

    public static Initializer zero() {
        return (theta, slice, seed) -> {};
    }

    /** Zeros except for one block of the first dimension, such as a gate's bias. */
    public static Initializer block(int blocks, int block, float value) {
        return (theta, slice, seed) -> {
            int size = slice.size() / blocks;
            for (int i = 0; i < size; i++) {
                theta[slice.offset() + block * size + i] = value;
            }
        };
    }

    /** Normal with mean zero. */
    public static Initializer normal(double deviation) {
        return (theta, slice, seed) -> {
            long key = key(slice, seed);
            for (int i = 0; i < slice.size(); i++) {
                theta[slice.offset() + i] = (float) (deviation * gaussian(key, i));
            }
        };
    }

    /**
     * Uniform in ±√(6 / (inputs + outputs)) (Glorot and Bengio 2010), each of the blocks a matrix
     * of its own.
     */
    public static Initializer glorot(int blocks) {
        return (theta, slice, seed) -> {
            long key = key(slice, seed);
            double bound = Math.sqrt(6.0 / (slice.rowSize() + slice.shape().get(0) / blocks));
            for (int i = 0; i < slice.size(); i++) {
                theta[slice.offset() + i] =
                        (float) (bound * (2 * RandomKeys.unit(RandomKeys.mix(key, i)) - 1));
            }
        };
    }

    /** Uniform in ± 1 / √columns. */
    public static Initializer uniform() {
        return (theta, slice, seed) -> {
            long key = key(slice, seed);
            double bound = 1 / Math.sqrt(slice.rowSize());
            for (int i = 0; i < slice.size(); i++) {
                theta[slice.offset() + i] =
                        (float) (bound * (2 * RandomKeys.unit(RandomKeys.mix(key, i)) - 1));
            }
        };
    }

    /** Uniform in ± a bound. */
    public static Initializer within(double bound) {
        return (theta, slice, seed) -> {
            long key = key(slice, seed);
            for (int i = 0; i < slice.size(); i++) {
                theta[slice.offset() + i] =
                        (float) (bound * (2 * RandomKeys.unit(RandomKeys.mix(key, i)) - 1));
            }
        };
    }

    /**
     * A square matrix with as many connections in each row, uniform in ± 1, then scaled to a
     * spectral radius.
     *
     * @param density share of a row's elements that are not zero; at least one is not
     */
    public static Initializer sparse(double density, double radius) {
        return (theta, slice, seed) -> {
            long key = key(slice, seed);
            int n = slice.rowSize();
            int connections = (int) Math.max(1, Math.round(density * n));
            for (int row = 0; row < n; row++) {
                connect(theta, slice.offset() + row * n, n, connections, RandomKeys.mix(key, row));
            }
            double found = SpectralRadius.of(SparseMatrix.of(theta, slice.offset(), n, n));
            for (int i = slice.offset(); found > 0 && i < slice.end(); i++) {
                theta[i] = (float) (theta[i] * radius / found);
            }
        };
    }

    /** Draws places of a row, each with equal chance (Knuth's selection), and their values. */
    private static void connect(float[] theta, int from, int n, int connections, long key) {
        int left = connections;
        for (int i = 0; i < n; i++) {
            if ((n - i) * RandomKeys.unit(RandomKeys.mix(key, 2L * i)) < left) {
                theta[from + i] =
                        (float) (2 * RandomKeys.unit(RandomKeys.mix(key, 2L * i + 1)) - 1);
                left--;
            }
        }
    }

    /** Ones on the diagonal. */
    public static Initializer identity() {
        return (theta, slice, seed) -> {
            for (int i = 0; i < slice.size(); i += slice.rowSize() + 1) {
                theta[slice.offset() + i] = 1;
            }
        };
    }

    /** Another initializer times a number. */
    public static Initializer scaled(Initializer start, double scale) {
        return (theta, slice, seed) -> {
            start.fill(theta, slice, seed);
            for (int i = slice.offset(); i < slice.end(); i++) {
                theta[i] = (float) (scale * theta[i]);
            }
        };
    }

    /** {@link #glorot} of a transposed matrix, [inputs, outputs]. */
    public static Initializer glorotByInput(int blocks) {
        return (theta, slice, seed) -> {
            long key = key(slice, seed);
            double bound = Math.sqrt(6.0 / (slice.shape().get(0) + slice.rowSize() / blocks));
            for (int i = 0; i < slice.size(); i++) {
                theta[slice.offset() + i] =
                        (float) (bound * (2 * RandomKeys.unit(RandomKeys.mix(key, i)) - 1));
            }
        };
    }

    /** Each of the blocks, square, orthogonal. */
    public static Initializer orthogonal(int blocks) {
        return (theta, slice, seed) -> {
            long key = key(slice, seed);
            int n = slice.rowSize();
            for (int block = 0; block < blocks; block++) {
                var gaussian = new double[n * n];
                for (int i = 0; i < gaussian.length; i++) {
                    gaussian[i] = gaussian(key, block * gaussian.length + i);
                }
                var matrix = Orthogonal.of(gaussian, n);
                for (int i = 0; i < matrix.length; i++) {
                    theta[slice.offset() + block * matrix.length + i] = (float) matrix[i];
                }
            }
        };
    }

    private static long key(Layout.Slice slice, long seed) {
        var name = new CRC32();
        name.update(slice.name().getBytes(StandardCharsets.UTF_8));
        return RandomKeys.mix(seed, name.getValue());
    }

    /** Box and Muller's transform of two numbers of the stream. */
    private static double gaussian(long key, long i) {
        double radius =
                StrictMath.sqrt(
                        -2 * StrictMath.log(1 - RandomKeys.unit(RandomKeys.mix(key, 2 * i))));
        return radius
                * StrictMath.cos(
                        2 * StrictMath.PI * RandomKeys.unit(RandomKeys.mix(key, 2 * i + 1)));
    }
}
