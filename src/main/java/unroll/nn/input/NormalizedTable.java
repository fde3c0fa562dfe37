package unroll.nn.input;

import java.util.Arrays;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.batch.Spelling;

/**
 * A vector for each word, normalised over the text (Miyato, Dai and Goodfellow 2017): of each
 * column,
 *
 * <pre>
 * y[k] = (v[k] - mean) / sqrt(variance + 1e-6)
 * mean = sum of f[j] v[j]       variance = sum of f[j] (v[j] - mean)²
 * </pre>
 *
 * <p>over all words j, where f[j] is a word's share of the training set. The gradient runs through
 * mean and variance, so every word's vector learns from every batch: [words, columns] is not a
 * parameter by row. How often words occur [words] is a parameter beside them that is never trained.
 */
public final class NormalizedTable implements EmbeddingPart {
    private static final double TINY = 1e-6;

    private final Layout.Slice vectors;
    private final Layout.Slice counts;
    private final int words;
    private final int columns;

    /**
     * @param counts name of the parameter with the words' frequencies, which are initially equal
     * @param words number of ids
     */
    public NormalizedTable(
            Layout.Builder layout, String name, String counts, int words, int columns) {
        this.words = words;
        this.columns = columns;
        vectors = layout.add(name, Initializers.normal(1), words, columns);
        this.counts = layout.add(counts, Initializers.block(1, 0, 1), words);
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int words() {
        return words;
    }

    @Override
    public Rows open(Kernels kernels, Allocator allocator) {
        return new Normalized(allocator);
    }

    private final class Normalized implements Rows {
        private final double[] means; // [columns]
        private final double[] scales; // [columns], 1 / deviation
        private final double[] sums; // [columns], of dy over the batch's words
        private final double[] products; // [columns], of y dy over the batch's words
        private double total; // of the counts

        Normalized(Allocator allocator) {
            means = allocator.doubles(columns);
            scales = allocator.doubles(columns);
            sums = allocator.doubles(columns);
            products = allocator.doubles(columns);
        }

        @Override
        public void prepare(float[] theta) {
            total = 0;
            Arrays.fill(means, 0);
            Arrays.fill(scales, 0);
            for (int k = 0; k < words; k++) {
                double count = theta[counts.offset() + k];
                int at = vectors.offset() + k * columns;
                total += count;
                for (int i = 0; i < columns; i++) {
                    means[i] += count * theta[at + i];
                }
            }
            for (int i = 0; i < columns; i++) {
                means[i] /= total;
            }
            for (int k = 0; k < words; k++) {
                double count = theta[counts.offset() + k];
                int at = vectors.offset() + k * columns;
                for (int i = 0; i < columns; i++) {
                    double x = theta[at + i] - means[i];
                    scales[i] += count * x * x;
                }
            }
            for (int i = 0; i < columns; i++) {
                scales[i] = 1 / StrictMath.sqrt(scales[i] / total + TINY);
            }
        }

        @Override
        public void forward(float[] theta, Spelling spelling, int word, float[] value, int at) {
            int from = vectors.offset() + spelling.known(word) * columns;
            for (int i = 0; i < columns; i++) {
                value[at + i] = (float) ((theta[from + i] - means[i]) * scales[i]);
            }
        }

        @Override
        public void startBackward(float[] gradient) {
            Arrays.fill(gradient, vectors.offset(), vectors.end(), 0);
            Arrays.fill(gradient, counts.offset(), counts.end(), 0);
        }

        @Override
        public void backward(
                float[] gradient, Spelling spelling, int word, float[] dValue, int at) {
            int to = vectors.offset() + spelling.known(word) * columns;
            for (int i = 0; i < columns; i++) {
                gradient[to + i] += dValue[at + i];
            }
        }

        @Override
        public void finish(float[] theta, float[] gradient) {
            Arrays.fill(sums, 0);
            Arrays.fill(products, 0);
            for (int k = 0; k < words; k++) {
                int at = vectors.offset() + k * columns;
                for (int i = 0; i < columns; i++) {
                    double d = gradient[at + i];
                    sums[i] += d;
                    products[i] += d * (theta[at + i] - means[i]) * scales[i];
                }
            }
            for (int k = 0; k < words; k++) {
                double share = theta[counts.offset() + k] / total;
                int at = vectors.offset() + k * columns;
                for (int i = 0; i < columns; i++) {
                    double y = (theta[at + i] - means[i]) * scales[i];
                    double d = gradient[at + i] - share * (sums[i] + products[i] * y);
                    gradient[at + i] = (float) (d * scales[i]);
                }
            }
        }
    }
}
