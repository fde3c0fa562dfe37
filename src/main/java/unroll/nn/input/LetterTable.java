package unroll.nn.input;

import java.util.Arrays;
import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;
import unroll.nn.batch.Spelling;

/**
 * A word's vector as the sum of the vectors of its letter n-grams (Bojanowski et al. 2017), which
 * are hashed to buckets, and for known words of one of their own: [buckets + words, columns]. So
 * words never seen have vectors too.
 */
public final class LetterTable implements EmbeddingPart {
    /** A word of about so many n-grams starts as large as one of a {@link WordTable}. */
    private static final int USUAL = 16;

    private final Layout.Slice vectors;
    private final int buckets;
    private final int words;
    private final int columns;

    /**
     * @param buckets of n-grams
     * @param words ids that also have a vector of their own; 0 without
     */
    public LetterTable(Layout.Builder layout, String name, int buckets, int words, int columns) {
        this.buckets = buckets;
        this.words = words;
        this.columns = columns;
        vectors =
                layout.addByRow(
                        name,
                        Initializers.normal(0.1 / Math.sqrt(USUAL)),
                        Math.addExact(buckets, words),
                        columns);
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int words() {
        return Integer.MAX_VALUE;
    }

    @Override
    public Rows open(Kernels kernels, Allocator allocator) {
        return new Sums(kernels, allocator);
    }

    private final class Sums implements Rows {
        private final Kernels kernels;
        private final RowGradients gradients;

        Sums(Kernels kernels, Allocator allocator) {
            this.kernels = kernels;
            gradients = new RowGradients(vectors, kernels, allocator);
        }

        @Override
        public List<RowSet> used() {
            return List.of(gradients.used());
        }

        @Override
        public void clear() {
            gradients.clear();
        }

        @Override
        public void use(Spelling spelling, int word) {
            if (word < words) {
                gradients.use(buckets + word);
            }
            for (int i = spelling.first(word); i < spelling.end(word); i++) {
                gradients.use(spelling.bucket(i));
            }
        }

        @Override
        public void forward(float[] theta, Spelling spelling, int word, float[] value, int at) {
            Arrays.fill(value, at, at + columns, 0);
            if (word < words) {
                add(theta, buckets + word, value, at);
            }
            for (int i = spelling.first(word); i < spelling.end(word); i++) {
                add(theta, spelling.bucket(i), value, at);
            }
        }

        private void add(float[] theta, int row, float[] value, int at) {
            kernels.add(theta, vectors.offset() + row * columns, value, at, columns);
        }

        @Override
        public void backward(
                float[] gradient, Spelling spelling, int word, float[] dValue, int at) {
            if (word < words) {
                gradients.add(buckets + word, dValue, at, gradient);
            }
            for (int i = spelling.first(word); i < spelling.end(word); i++) {
                gradients.add(spelling.bucket(i), dValue, at, gradient);
            }
        }
    }
}
