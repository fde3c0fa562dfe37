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
    private final Layout.Slice vectors;
    private final int columns;

    /**
     * @param words number of ids
     */
    public WordTable(Layout.Builder layout, String name, int words, int columns) {
        this.columns = columns;
        vectors = layout.addByRow(name, Initializers.normal(0.1), words, columns);
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public int words() {
        return vectors.shape().get(0);
    }

    @Override
    public Rows open(Kernels kernels, Allocator allocator) {
        var gradients = new RowGradients(vectors, kernels, allocator);
        return new Rows() {
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
            public void forward(float[] theta, Spelling spelling, int word, float[] value, int at) {
                int from = vectors.offset() + spelling.known(word) * columns;
                System.arraycopy(theta, from, value, at, columns);
            }

            @Override
            public void backward(
                    float[] gradient, Spelling spelling, int word, float[] dValue, int at) {
                gradients.add(spelling.known(word), dValue, at, gradient);
            }
        };
    }
}
