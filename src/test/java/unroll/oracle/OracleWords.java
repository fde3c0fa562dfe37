package unroll.oracle;

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
