package unroll.nn.input;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;
import unroll.nn.batch.Spelling;

/** A vector for each word: [words, columns]. Words never seen share those of their buckets. */
public final class WordTable implements EmbeddingPart {
    private static final double DEVIATION = 0.1;

    private final Layout.Slice vectors;

    /**
     * @param words number of ids
     */
    public WordTable(Layout.Builder layout, String name, int words, int columns) {
        this(layout.addByRow(name, Initializers.normal(DEVIATION), words, columns));
    }

    private WordTable(Layout.Slice vectors) {
        this.vectors = vectors;
    }

    /**
     * Returns a table whose vectors are also the rows of a softmax's weights (Press and Wolf 2017;
     * Inan et al. 2017). Every row learns from every batch, so the parameter is not by row. The
     * loss assigns its gradient first, and the words of the batch add theirs.
     *
     * @param words number of ids
     */
    public static WordTable tied(Layout.Builder layout, String name, int words, int columns) {
        return new WordTable(layout.add(name, Initializers.normal(DEVIATION), words, columns));
    }

    @Override
    public int columns() {
        return vectors.shape().get(1);
    }

    @Override
    public int words() {
        return vectors.shape().get(0);
    }

    @Override
    public Rows open(Kernels kernels, Allocator allocator) {
        return vectors.byRow() ? new ByRow(kernels, allocator) : new Tied(kernels);
    }

    /** The table with its buffers, apart from the gradient. */
    private abstract class Vectors implements Rows {
        final int columns = columns();

        @Override
        public void forward(float[] theta, Spelling spelling, int word, float[] value, int at) {
            int from = vectors.offset() + spelling.known(word) * columns;
            System.arraycopy(theta, from, value, at, columns);
        }
    }

    private final class ByRow extends Vectors {
        private final RowGradients gradients;

        ByRow(Kernels kernels, Allocator allocator) {
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
            gradients.use(spelling.known(word));
        }

        @Override
        public void backward(
                float[] gradient, Spelling spelling, int word, float[] dValue, int at) {
            gradients.add(spelling.known(word), dValue, at, gradient);
        }
    }

    private final class Tied extends Vectors {
        private final Kernels kernels;

        Tied(Kernels kernels) {
            this.kernels = kernels;
        }

        @Override
        public void backward(
                float[] gradient, Spelling spelling, int word, float[] dValue, int at) {
            int to = vectors.offset() + spelling.known(word) * columns;
            kernels.add(dValue, at, gradient, to, columns);
        }
    }
}
