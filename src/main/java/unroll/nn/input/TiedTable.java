package unroll.nn.input;

import java.util.List;
import unroll.math.Allocator;
import unroll.math.Kernels;
import unroll.nn.Initializers;
import unroll.nn.Layout;
import unroll.nn.batch.RowSet;
import unroll.nn.batch.Spelling;

/**
 * A vector for each word that is also its row of the softmax's weights (Press and Wolf 2017; Inan
 * et al. 2017): [words, columns]. Every word's row learns from every batch, so the parameter is not
 * by row. The loss assigns its gradient first, and the words of the batch add theirs.
 */
public final class TiedTable implements EmbeddingPart {
    private final Layout.Slice vectors;
    private final int columns;

    /**
     * @param words number of ids
     */
    public TiedTable(Layout.Builder layout, String name, int words, int columns) {
        this.columns = columns;
        vectors = layout.add(name, Initializers.normal(0.1), words, columns);
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
        return new Rows() {
            @Override
            public List<RowSet> used() {
                return List.of();
            }

            @Override
            public void clear() {}

            @Override
            public void use(Spelling spelling, int word) {}

            @Override
            public void forward(float[] theta, Spelling spelling, int word, float[] value, int at) {
                System.arraycopy(theta, row(spelling, word), value, at, columns);
            }

            @Override
            public void backward(
                    float[] gradient, Spelling spelling, int word, float[] dValue, int at) {
                kernels.add(dValue, at, gradient, row(spelling, word), columns);
            }
        };
    }

    private int row(Spelling spelling, int word) {
        return vectors.offset() + spelling.known(word) * columns;
    }
}
