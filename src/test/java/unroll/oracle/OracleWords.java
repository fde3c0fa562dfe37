package unroll.oracle;

import java.util.Arrays;
import java.util.List;

/** A word's vector, of parts side by side. */
public record OracleWords(List<Part> parts) {

    /** Some columns of a word's vector. */
    public interface Part {
        Scalar[] of(Tape tape, Parameters parameters, int word);
    }

    /**
     * A row of a table.
     *
     * @param rows of each word
     */
    public record Table(String name, int[] rows) implements Part {
        @Override
        public Scalar[] of(Tape tape, Parameters parameters, int word) {
            return parameters.matrix(name)[rows[word]];
        }
    }

    /**
     * A row of a table whose columns have mean 0 and variance 1 where its words are counted.
     *
     * @param counts name of the counts
     * @param rows of each word
     */
    public record Normalized(String name, String counts, int[] rows) implements Part {
        @Override
        public Scalar[] of(Tape tape, Parameters parameters, int word) {
            var table = parameters.matrix(name);
            var count = parameters.vector(counts);
            var total = sum(count);
            var x = new Scalar[table[0].length];
            for (int i = 0; i < x.length; i++) {
                var column = new Scalar[table.length];
                for (int k = 0; k < column.length; k++) {
                    column[k] = table[k][i];
                }
                var mean = sum(Vectors.times(count, column)).over(total);
                var centred = Vectors.each(column, v -> v.minus(mean));
                var squares = Vectors.times(centred, centred);
                var variance = sum(Vectors.times(count, squares)).over(total);
                var deviation = variance.plus(1e-6).log().times(0.5).exp();
                x[i] = centred[rows[word]].over(deviation);
            }
            return x;
        }

        private static Scalar sum(Scalar[] x) {
            return Arrays.stream(x).reduce(Scalar::plus).orElseThrow();
        }
    }

    /**
     * The sum of rows of a table.
     *
     * @param rows of each word, as often as they count
     */
    public record Sum(String name, int[][] rows) implements Part {
        @Override
        public Scalar[] of(Tape tape, Parameters parameters, int word) {
            var sum = tape.zeros(parameters.matrix(name)[0].length);
            for (int row : rows[word]) {
                sum = Vectors.plus(sum, parameters.matrix(name)[row]);
            }
            return sum;
        }
    }

    /** A one at the word's place. */
    public record OneHot(int words) implements Part {
        @Override
        public Scalar[] of(Tape tape, Parameters parameters, int word) {
            var x = tape.zeros(words);
            x[word] = tape.leaf(1);
            return x;
        }
    }

    /** The vectors of a sequence, [steps][columns]. */
    public Scalar[][] of(Tape tape, Parameters parameters, int[] words) {
        var x = new Scalar[words.length][];
        for (int t = 0; t < words.length; t++) {
            int word = words[t];
            x[t] =
                    Vectors.joined(
                            parts.stream()
                                    .map(part -> part.of(tape, parameters, word))
                                    .toArray(Scalar[][]::new));
        }
        return x;
    }
}
